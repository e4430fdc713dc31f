import { describe, expect, it } from "vitest";
import type { Alert } from "../../lambda/profile/summary.ts";
import { alikeAlerts, sameOfOthers } from "../../lambda/report/alike-alerts.ts";

const alert = (column: string | null, message: string, more: Partial<Alert> = {}): Alert => ({
  code: "POSSIBLE_NULL_TOKENS",
  severity: "warning",
  column,
  message,
  evidence: { count: 1, examples: [] },
  ...more,
});

const told = (alerts: readonly Alert[]) =>
  alikeAlerts(alerts).map(({ alert: { column }, others }) => [column, ...others]);

describe("alerts that say the same", () => {
  it("of three columns and more are told once, whatever their figures", () => {
    const years = ["2000", "2001", "2002", "2003"].map((year, i) => alert(year, `${i + 1.5} % are "..".`));
    expect(told([alert("k", "A key."), ...years, alert("z", "Else.")])).toEqual([
      ["k"],
      ["2000", "2001", "2002", "2003"],
      ["z"],
    ]);
  });

  it("of two columns are told of each", () => {
    expect(told([alert("a", "1 %"), alert("b", "2 %")])).toEqual([["a"], ["b"]]);
  });

  it("are others with another code, severity or word", () => {
    const same = ["a", "b", "c"].map((name) => alert(name, "x 1"));
    expect(told([...same, alert("d", "y 1")])).toEqual([["a", "b", "c"], ["d"]]);
    expect(told([...same, alert("d", "x 1", { severity: "info" })])).toEqual([["a", "b", "c"], ["d"]]);
    expect(told([...same, alert("d", "x 1", { code: "DAMAGED_TEXT" })])).toEqual([["a", "b", "c"], ["d"]]);
  });

  it("of the table are each told", () => {
    expect(told(["1", "2", "3"].map((figure) => alert(null, figure)))).toEqual([[null], [null], [null]]);
  });

  it("name some of the others", () => {
    expect(sameOfOthers([], (name) => name)).toBe("");
    expect(sameOfOthers(["b", "c"], (name) => `<${name}>`)).toBe(" The same of 2 more columns: <b>, <c>.");
    expect(sameOfOthers([..."bcdefg"], (name) => name)).toBe(" The same of 6 more columns: b, c, d, e, f …");
  });
});
