/** Each saved query, over recorded lines of the function, with exactly the rows that it must give. */
import { describe, expect, it } from "vitest";
import { discoverFields } from "../../scripts/insights/discover.ts";
import { evaluateQuery, type ResultRow } from "../../scripts/insights/evaluate.ts";
import { functionFieldNames } from "../../scripts/insights/field-names.ts";
import { savedQueries } from "../../scripts/insights/saved-queries.ts";
import { expectedRows } from "./expected-rows.ts";
import { allRecordedEvents } from "./recorded-events.ts";

const saved = savedQueries();

function toObjects(rows: readonly ResultRow[]): Record<string, string>[] {
  return rows.map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== "@ptr").map(({ field, value }) => [field, value])),
  );
}

describe("saved queries", () => {
  it("are all here, and each has its expected rows", () => {
    expect(saved.map((query) => query.name)).toEqual(Object.keys(expectedRows).sort());
  });

  it.each(saved)("$name says what it answers", ({ purpose }) => {
    expect(purpose).toMatch(/^[A-Z].{30,}/);
  });

  it.each(saved)("$name gives the expected rows", ({ name, text }) => {
    expect(toObjects(evaluateQuery(text, allRecordedEvents))).toEqual(expectedRows[name]);
  });

  it.each(saved)("$name gives no rows, and no error, over an empty log", ({ text }) => {
    expect(evaluateQuery(text, [])).toEqual([]);
  });

  it.each(saved)("$name does not depend on the order in which events are fetched", ({ name, text }) => {
    expect(toObjects(evaluateQuery(text, [...allRecordedEvents].reverse()))).toEqual(expectedRows[name]);
  });

  it.each(saved)("$name with any one field misspelt is refused", ({ text }) => {
    const withoutComments = text.replace(/^#.*\n/gm, "");
    for (const field of functionFieldNames) {
      // The name by itself: not a part of a longer one, of a text or of a system field.
      const byItself = new RegExp(`(?<![\\w."@])${field.replace(".", "\\.")}(?![\\w."])`);
      if (!byItself.test(withoutComments)) continue;
      const misspelt = withoutComments.replace(byItself, `${field}x`);
      expect(() => evaluateQuery(misspelt, allRecordedEvents), field).toThrow(`Unknown field "${field}x"`);
    }
  });
});

describe("the fields of the function's lines", () => {
  const recorded = new Set(allRecordedEvents.flatMap((event) => [...discoverFields(event).keys()]));

  it.each(functionFieldNames)("%s is in the recorded lines", (field) => {
    expect(recorded).toContain(field);
  });
});
