/**
 * Before each file of the project "reference": who leaves the engine open gets the reference, whichever way the test
 * came to a profile. What states an engine gets that one.
 */
import { vi } from "vitest";

vi.mock(import("../../lambda/engine/open-reader.ts"), async (importOriginal) => {
  const { openReader } = await importOriginal();
  return { openReader: (_options, ...rest) => openReader({ engine: "reference" }, ...rest) };
});
