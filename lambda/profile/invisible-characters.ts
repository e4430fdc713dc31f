/** Cells that are numbers or dates but for characters that nobody sees: what makes such a column text cannot be found by looking. */
import { examplesMax } from "../limits.ts";
import { CellParser } from "../types/cell.ts";
import { typedCells } from "../types/column-type.ts";
import { alertOf, firstPlaces } from "./alert.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { ColumnTexts } from "./column-texts.ts";
import { percentage } from "./percentage.ts";
import { sampleExamples } from "./sample-values.ts";
import type { ColumnRules } from "./summarize-column.ts";
import type { Alert } from "./summary.ts";
import { counted } from "./wording.ts";

/** Soft hyphen, zero-width space and joiners, marks of direction, word joiner, byte order mark. Within texts they may have a use. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const namedMax = 3;

export function* invisibleCharacters(
  column: ColumnProfile,
  { weighted }: ColumnTexts,
  name: string,
  { dateOrder, sampleValues }: ColumnRules,
): Generator<Alert> {
  if (weighted === null) return;
  const parser = new CellParser({ dateOrder });
  const isHidden = (text: string): boolean => {
    const seen = text.replace(invisible, "");
    return seen.length < text.length && parser.kind(seen.trim()) !== "string";
  };
  const found = weighted.texts.filter(({ value }) => isHidden(value));
  if (found.length === 0) return;
  const count = Math.max(1, Math.round(found.reduce((sum, each) => sum + each.count, 0)));
  const characters = [...new Set(found.flatMap(({ value }) => value.match(invisible) ?? []))].sort();
  const named = characters.slice(0, namedMax).map(codePoint).join(", ");
  const examples = column.examples(["string"], examplesMax).filter(({ value }) => isHidden(value ?? ""));
  const places = examples.length === 0 ? "" : ` (${firstPlaces(examples)})`;
  yield alertOf(name)(
    "INVISIBLE_CHARACTERS",
    "warning",
    `${weighted.method === "exact" ? "" : "About "}${counted(count, "value is text", "values are text")}, ${percentage(count, typedCells(column.counts()))} %, only because of characters that are not seen: ${named}${characters.length > namedMax ? " …" : ""}${places}. Remove them.`,
    count,
    sampleExamples(examples, sampleValues),
  );
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
