/** What others' code comes in, from where, and on what terms. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bundleCommandLine, bundleFunction } from "../../scripts/build/bundles.ts";
import { renderThirdParty, thirdPartyPackages } from "../../scripts/build/third-party.ts";
import { projectDir } from "../project-files.ts";

const permissive = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0"]);

interface LockedPackage {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
}

const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(join(projectDir, "package-lock.json"), "utf8"),
);
const manifest: Readonly<Record<"dependencies" | "devDependencies", Record<string, string>>> = JSON.parse(
  readFileSync(join(projectDir, "package.json"), "utf8"),
);

describe("the lockfile", () => {
  const packages = Object.entries(lock.packages).filter(([path, { link }]) => path !== "" && !link);

  test("holds a SHA-512 of every package, so that none can be exchanged", () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, { integrity = "" }]) => !integrity.startsWith("sha512-"))).toEqual([]);
  });

  test("names no address, so that each comes from the registry of the machine and is held to its hash", () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test("every version that is asked for is an exact one", () => {
    const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});

describe.each([
  ["the function", bundleFunction],
  ["the command line", bundleCommandLine],
])("the licences of %s", (_, bundle) => {
  test("are permissive, and passed on", async () => {
    const packages = await thirdPartyPackages(projectDir, (await bundle(projectDir)).metafile);
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["@aws-sdk/client-s3", "assemblyscript", "csv-parse", "date-fns"]),
    );
    expect(packages.filter(({ license }) => !permissive.has(license))).toEqual([]);
    const text = renderThirdParty(packages);
    for (const { name, version } of packages) expect(text).toContain(`${name} ${version}`);
    expect(text).toContain("Apache License");
    expect(text).toContain("Copyright (c) 2021 Sasha Koss");
    expect(text).not.toContain(projectDir);
  });
});
