/** Summaries of the sample files, profiled on the spot. */
import path from "node:path";
import type { ProfileOptions } from "../../lambda/profile/options.ts";
import type { Summary } from "../../lambda/profile/summary.ts";
import { openInput } from "../../scripts/input.ts";
import { profileInput } from "../../scripts/profile-input.ts";
import { sampleDir } from "../../scripts/sample-files.ts";
import { summaryOf } from "../fakes/summaries.ts";
import { profileText } from "../profile/profile.ts";

const root = path.join(import.meta.dirname, "..", "..");

export async function sampleSummary(name: string, options: ProfileOptions = {}): Promise<Summary> {
  return profileInput(await openInput(path.join(root, sampleDir, name)), options);
}

export async function summaryOfText(text: string, options: ProfileOptions = {}): Promise<Summary> {
  return summaryOf("made.csv", await profileText(text, options));
}

/** A table in which every column type, missing and invalid values occur. */
export function wideTable(columns: number, rows: number): string {
  const cell = (row: number, column: number): string => {
    if ((row * 7 + column) % 23 === 0) return "";
    if ((row * 5 + column) % 61 === 0) return "n/k";
    const mixed = (row * 2_654_435_761 + column * 40_503) % 99_991;
    switch (column % 4) {
      case 0:
        return String(mixed);
      case 1:
        return (mixed / 97).toFixed(3);
      case 2:
        return new Date(Date.UTC(2020, 0, 1 + (mixed % 1500))).toISOString().slice(0, 10);
      default:
        return `Customer ${mixed % 40} of region ${mixed % 7}`;
    }
  };
  const header = Array.from({ length: columns }, (_, column) => `measured quantity ${column + 1}`);
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => cell(row, column)).join(","),
  );
  return [header.join(","), ...lines, ""].join("\n");
}
