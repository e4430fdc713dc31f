import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const core = ["text", "csv", "types", "statistics", "profile", "engine", "report"];
const root = join(import.meta.dirname, "..");

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path));
}

function imports(path: string): string[] {
  const source = readFileSync(join(root, path), "utf8");
  return [...source.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
}

/** A thread can be handed no function that reads, only where to read. */
const readsFiles = "lambda/engine/text-file.ts";

describe("the core knows neither AWS nor files", () => {
  const foreign =
    /^(@aws|@smithy|node:(fs|http|https|net|child_process)|\.\.\/(\.\.\/)*(adapters|handler|ports|scripts))/;
  for (const folder of core)
    test(`lambda/${folder}`, () => {
      const strangers = sources(`lambda/${folder}`).flatMap((path) =>
        imports(path)
          .filter((name) => foreign.test(name) && !(path === readsFiles && name === "node:fs"))
          .map((name) => `${path} imports ${name}`),
      );
      expect(strangers).toEqual([]);
    });
});

test("the use case knows ports, not adapters", () => {
  expect(imports("lambda/profile-object.ts").filter((name) => /adapters|@aws|node:/.test(name))).toEqual([]);
});

test("nothing in lambda/ imports scripts or tests", () => {
  const strangers = sources("lambda").filter((path) =>
    imports(path).some((name) => /\/(scripts|tests)\//.test(name)),
  );
  expect(strangers).toEqual([]);
});
