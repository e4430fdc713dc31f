/** Whose code is in a bundle, and under which licence: what MIT, BSD and Apache-2.0 ask to be passed on with it. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";

export interface ThirdPartyPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  /** Of its licence and notice files; empty when the package has none. */
  readonly text: string;
}

/** No bundler sees it: its runtime library is compiled into the kernel. */
const compiledIn = ["node_modules/assemblyscript"];

const licenseFile = /^(licen[cs]e|notice|copying)(\.(md|txt))?$/i;

/** In the order of their names. @throws Error for a package that states no licence */
export async function thirdPartyPackages(
  root: string,
  metafile: Metafile,
): Promise<readonly ThirdPartyPackage[]> {
  const folders = new Set(compiledIn);
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  const packages = await Promise.all([...folders].map((folder) => readPackage(path.join(root, folder))));
  return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The list, then every licence text once, with the packages that bear it. */
export function renderThirdParty(packages: readonly ThirdPartyPackage[]): string {
  const list = packages.map(({ name, version, license }) => `${name} ${version} (${license})`);
  const byText = new Map<string, string[]>();
  for (const { name, text } of packages) {
    if (text !== "") byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  const texts = [...byText].map(([text, names]) => `${"=".repeat(80)}\n${names.join(", ")}\n\n${text}\n`);
  return `This program contains code of these packages:\n\n${list.join("\n")}\n\n${texts.join("\n")}`;
}

async function readPackage(folder: string): Promise<ThirdPartyPackage> {
  const description: unknown = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const [name, version, license] = ["name", "version", "license"].map((field) => textOf(description, field));
  if (name === undefined || version === undefined || license === undefined) {
    throw new Error(`${folder} does not state its name, version and licence.`);
  }
  const files = (await readdir(folder)).filter((file) => licenseFile.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  return { name, version, license, text: texts.join("\n").trim() };
}

function textOf(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const member: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
  return typeof member === "string" ? member : undefined;
}
