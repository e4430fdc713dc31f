import { expect, test } from "vitest";
import { percentage } from "../../lambda/profile/percentage.ts";

test.each([
  [0, 0, 0],
  [1, 3, 33.33],
  [3, 3, 100],
  [999_999, 1_000_000, 99.99],
  [99_994, 100_000, 99.99],
  [1, 1_000_000, 0],
])("%i of %i is %f %%", (part, total, percent) => {
  expect(percentage(part, total)).toBe(percent);
});
