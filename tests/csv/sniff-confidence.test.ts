/** What a confidence promises: of the files with it, at least that share was sniffed right. */
import { expect, it } from "vitest";
import { sniff } from "../../lambda/csv/sniff.ts";
import { decodeText } from "../../lambda/text/decode.ts";
import { pollutedFile, pollutions } from "../generate/polluted.ts";

/** Kinds of which the first lines alone are another file: cut short, their dialect is not theirs. */
const cutChangesIt =
  /preamble|titles|sep=|header of|on one line|row names|end of every row|after the first look/;

it("is reached or exceeded by the share of files sniffed right", async () => {
  const judged: { confidence: number; right: boolean }[] = [];
  for (const kind of pollutions.keys()) {
    for (let seed = 501; seed <= 515; seed++) {
      const file = pollutedFile(kind, seed);
      const { head } = await decodeText(
        (async function* () {
          yield file.bytes;
        })(),
      );
      const lines = Buffer.from(head)
        .toString()
        .split(/(?<=\r\n|\n|\r(?!\n))/);
      for (const count of cutChangesIt.test(kind) ? [lines.length] : [1, 2, 3, 5, lines.length]) {
        const dialect = sniff(Buffer.from(lines.slice(0, count).join("")), count === lines.length, {});
        const right = (["delimiter", "whitespaceAligned", "header"] as const).every(
          (name) => dialect[name] === file.dialect[name],
        );
        judged.push({ confidence: dialect.confidence, right });
      }
    }
  }
  for (const promised of [0.5, 0.8, 0.9, 0.95]) {
    const sure = judged.filter(({ confidence }) => confidence >= promised);
    const right = sure.filter((one) => one.right).length;
    expect(sure.length).toBeGreaterThan(50);
    expect(right / sure.length).toBeGreaterThanOrEqual(promised);
  }
  const doubtful = judged.filter(({ confidence }) => confidence < 0.5);
  expect(doubtful.filter((one) => one.right).length).toBeLessThan(doubtful.length / 2);
});
