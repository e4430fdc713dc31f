import { expect, test } from "vitest";
import type { Reconciliation } from "../../scripts/recovery/reconcile.ts";
import { reconciliationJson, reconciliationText } from "../../scripts/render/reconciliation.ts";

const nothing: Reconciliation = {
  toRedrive: [],
  underWay: [],
  withoutObject: [],
  staleOutputs: [],
  foreignOutputs: [],
};
const names = (count: number) => Array.from({ length: count }, (_, i) => `processed/${i}_summary.json`);

test("twenty of a kind are named, and of more how many there are", () => {
  expect(reconciliationText({ ...nothing, staleOutputs: names(20) })).toContain(
    "  processed/19_summary.json\nitems",
  );
  const many = reconciliationText({ ...nothing, staleOutputs: names(2_655) });
  expect(many).toContain("outputs that no item points at: 2655\n  processed/0_summary.json\n");
  expect(many).toContain("  processed/19_summary.json\n  … and 2635 more (--json lists all)\nitems");
  expect(
    JSON.parse(reconciliationJson({ ...nothing, staleOutputs: names(2_655) })).stale_outputs,
  ).toHaveLength(2_655);
});
