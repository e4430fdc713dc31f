import { defineConfig } from "vitest/config";

const resultsFile = process.env.VITEST_RESULTS;

/** Tests that profile something, and so say the same of either engine. The rest never gets that far, or states one. */
const profilingTests = [
  "tests/adapters/dynamodb-item.test.ts",
  "tests/e2e/samples.test.ts",
  "tests/engine/engine-under-test.test.ts",
  "tests/golden.test.ts",
  "tests/hostile/fuzz.test.ts",
  "tests/limits.test.ts",
  "tests/oracle/pandas.test.ts",
  "tests/process-event.test.ts",
  "tests/profile-object.test.ts",
  "tests/profile/*.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: "kernel", include: ["tests/**/*.test.ts"], env: { CSV_ENGINE: "auto" } },
      },
      {
        extends: true,
        test: {
          name: "reference",
          include: profilingTests,
          setupFiles: ["tests/engine/only-reference.ts"],
          env: { CSV_ENGINE: "reference" },
        },
      },
    ],
    // Against hanging for ever, not a measure of speed: machines are slow, and two workers share them with stacks and browsers.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Once more in continuous integration, whose machines stall; the reporter says which test needed it.
    retry: process.env.CI === "true" ? 1 : 0,
    // Two at a time: several suites start the embedded stack, which runs processes of its own.
    maxWorkers: 2,
    ...(resultsFile ? { reporters: ["default", "json"], outputFile: { json: resultsFile } } : {}),
  },
});
