import { defineConfig } from "vitest/config";

const resultsFile = process.env.VITEST_RESULTS;

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
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
