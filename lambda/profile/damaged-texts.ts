/** Texts that came to harm before the file was written: UTF-8 that was read as windows-1252, and saved as what it looked like. */
import { isUtf8 } from "node:buffer";
import { examplesMax } from "../limits.ts";
import { alertOf, firstPlaces } from "./alert.ts";
import { valuesByCount } from "./by-count.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { ColumnTexts } from "./column-texts.ts";
import type { SampleValues } from "./options.ts";
import { sampleExamples, sampleValue } from "./sample-values.ts";
import type { Alert } from "./summary.ts";
import { counted } from "./wording.ts";

/** Of windows-1252, the characters of the bytes from 0x80 to 0x9f; where it has none, and in Latin-1, they are control characters. */
const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
/** A letter of Western Europe or a sign, or a mark such as a dash or a quote: two and three bytes of UTF-8. */
const harmed = new RegExp(`[ÂÃ][${high}\\u0080-¿]|â[€\\u0080][${high}\\u0080-¿]`, "g");
/** A single one may be a name in capitals with a mark behind it. */
const harmedMin = 2;

/** @returns null when nothing of the text looks harmed */
function healed(text: string): string | null {
  const whole = text.replace(harmed, (piece) => {
    const bytes = Buffer.from([...piece].map(byteOf));
    return isUtf8(bytes) ? bytes.toString() : piece;
  });
  return whole === text ? null : whole;
}

/** In windows-1252, of a character beyond ASCII that it has. */
function byteOf(character: string): number {
  const at = high.indexOf(character);
  return at < 0 ? character.charCodeAt(0) : 0x80 + at;
}

export function* damagedTexts(
  column: ColumnProfile,
  { weighted }: ColumnTexts,
  name: string,
  sampleValues: SampleValues,
): Generator<Alert> {
  const found = (weighted?.texts ?? []).filter(({ value }) => healed(value) !== null);
  const count = Math.round(found.reduce((sum, each) => sum + each.count, 0));
  const [first] = found.sort(valuesByCount);
  if (first === undefined || count < harmedMin) return;
  const shown = sampleValue(first.value, sampleValues);
  const pair =
    shown === null ? "" : ` (${JSON.stringify(shown)} for ${JSON.stringify(healed(shown) ?? shown)})`;
  const examples = column
    .examples(["string"], examplesMax)
    .filter(({ value }) => value !== null && healed(value) !== null);
  const places = examples.length === 0 ? "" : `, ${firstPlaces(examples)}`;
  yield alertOf(name)(
    "DAMAGED_TEXT",
    "warning",
    `${weighted?.method === "exact" ? "" : "About "}${counted(count, "value looks", "values look")} like UTF-8 that was read as windows-1252 before the file was written${pair}${places}. Export it again from where it comes from.`,
    count,
    sampleExamples(examples, sampleValues),
  );
}
