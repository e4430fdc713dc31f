/** The engine that the tests of a run are about: vitest.config.ts has a project for each. */
import { type EngineChoice, engineChoices } from "../../lambda/profile/options.ts";

const stated = process.env.CSV_ENGINE ?? "auto";

export const engineUnderTest: EngineChoice =
  engineChoices.find((choice) => choice === stated) ??
  fail(`CSV_ENGINE is ${stated}, expected ${engineChoices.join(" or ")}`);

function fail(message: string): never {
  throw new Error(message);
}
