/**
 * How often the dialect of a polluted file is found out, by kind of pollution: the table that this prints is the
 * product's claim. A kind that is not right every time says here why not.
 */
import { describe, expect, it } from "vitest";
import type { Dialect } from "../../lambda/csv/dialect.ts";
import { sniff } from "../../lambda/csv/sniff.ts";
import { decodeText } from "../../lambda/text/decode.ts";
import { type ExpectedDialect, type PollutedFile, pollutedFile, pollutions } from "../generate/polluted.ts";

const filesPerKind = 60;

async function sniffed(file: PollutedFile): Promise<Dialect> {
  const decoded = await decodeText(
    (async function* () {
      yield file.bytes;
    })(),
  );
  expect(decoded.encoding, file.kind).toBe(file.encoding);
  expect(decoded.bom, file.kind).toBe(file.bom);
  return sniff(decoded.head, decoded.headIsWhole, {});
}

function differences(expected: ExpectedDialect, found: ExpectedDialect): readonly string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const other = Reflect.get(found, name);
    return other === value ? [] : [`${name}: ${JSON.stringify(other)} for ${JSON.stringify(value)}`];
  });
}

describe("dialects sniffed right", () => {
  it.each([...pollutions.keys()])("%s", async (kind) => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= filesPerKind; seed++) {
      const file = pollutedFile(kind, seed);
      const found = differences(file.dialect, await sniffed(file));
      if (found.length > 0) wrong.push(`seed ${seed}: ${found.join(", ")}`);
    }
    expect(wrong).toEqual([]);
  });
});
