import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundleCommandLine, bundleFunction } from "../scripts/build/bundles.ts";
import { assertSize, BundleTooLargeError, packageSizes } from "../scripts/build/size-report.ts";
import { reproducibleZip } from "../scripts/build/zip.ts";

const root = path.dirname(import.meta.dirname);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("the function's bundle", () => {
  let bundle: Bundle;
  let folder: string;

  beforeAll(async () => {
    bundle = await bundleFunction(root);
    folder = await mkdtemp(path.join(tmpdir(), "bundle-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is the same bytes every time, and so is the zip", async () => {
    const again = await bundleFunction(root);
    expect(sha256(again.bytes)).toBe(sha256(bundle.bytes));
    const zips = [bundle, again].map(({ bytes }) => reproducibleZip({ "handler.mjs": bytes }));
    expect(new Set(zips.map(sha256)).size).toBe(1);
  });

  it("has no path of the machine it was built on in it", () => {
    expect(Buffer.from(bundle.bytes).includes(root)).toBe(false);
  });

  it("loads alone, and exports both handlers", async () => {
    const file = path.join(folder, "handler.mjs");
    await writeFile(file, bundle.bytes);
    const before = { ...process.env };
    Object.assign(process.env, { S3_BUCKET: "data", DYNAMODB_TABLE: "metadata", ENVIRONMENT: "test" });
    try {
      const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
      expect(Object.keys(exported).sort()).toEqual(["handler", "recordFailure"]);
    } finally {
      process.env = before;
    }
  });

  it("reports what it consists of, and fails beyond its limit with the largest parts named", () => {
    const sizes = packageSizes(bundle.metafile);
    expect(sizes.map(({ name }) => name)).toContain("@aws-sdk/client-s3");
    expect(sizes.map(({ name }) => name)).toContain("own code");
    expect(sizes.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(bundle.bytes.byteLength);
    expect(() => assertSize("handler.mjs", 1000, 1000, sizes)).not.toThrow();
    expect(() => assertSize("handler.mjs", 1001, 1000, sizes)).toThrow(BundleTooLargeError);
    expect(() => assertSize("handler.mjs", 1001, 1000, sizes)).toThrow(sizes[0]?.name);
  });
});

describe("the command line", () => {
  it("loads the SDK for no command that works without it", async () => {
    const { outputs } = (await bundleCommandLine(root)).metafile;
    const entryOf = (source: string) =>
      Object.keys(outputs).find((file) => outputs[file]?.entryPoint === source) ?? "";
    const packagesOf = (entry: string) => {
      const files = new Set([entry]);
      for (const file of files)
        for (const { kind, path: imported } of outputs[file]?.imports ?? [])
          if (kind === "import-statement" && imported in outputs) files.add(imported);
      const loaded = Object.fromEntries(Object.entries(outputs).filter(([file]) => files.has(file)));
      return packageSizes({ inputs: {}, outputs: loaded }).map(({ name }) => name);
    };
    for (const command of [
      "csvprofile",
      "commands/profile",
      "commands/diff",
      "commands/convert",
      "commands/sniff",
    ]) {
      const packages = packagesOf(entryOf(`scripts/${command}.ts`));
      expect(packages).toContain("own code");
      expect(packages).not.toContain("@smithy/core");
    }
    expect(packagesOf(entryOf("scripts/clients.ts"))).toContain("@smithy/core");
  });
});

describe("the zip", () => {
  const files = {
    "b.mjs": new TextEncoder().encode("b"),
    "a.mjs": new TextEncoder().encode("a".repeat(1000)),
  };

  it("holds the files", () => expect(unzipSync(reproducibleZip(files))).toEqual(files));

  it("does not depend on the order of the files, nor on the time zone", () => {
    const zone = process.env.TZ;
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    const zips = ["Asia/Tokyo", "America/Los_Angeles"].map((timeZone) => {
      process.env.TZ = timeZone;
      return reproducibleZip(timeZone === "Asia/Tokyo" ? files : reversed);
    });
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(new Set(zips.map(sha256)).size).toBe(1);
  });
});
