import { join } from "node:path";

export const projectDir = join(import.meta.dirname, "..");

/** @param name of a file in sample-data/ */
export const sample = (name: string): string => join(projectDir, "sample-data", name);
