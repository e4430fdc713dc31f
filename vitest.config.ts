import { defineConfig } from "vitest/config";

const resultsFile = process.env.VITEST_RESULTS;

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two at a time: several suites start the embedded stack, which runs processes of its own.
    maxWorkers: 2,
    ...(resultsFile ? { reporters: ["default", "json"], outputFile: { json: resultsFile } } : {}),
  },
});
