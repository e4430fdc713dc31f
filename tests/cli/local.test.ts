import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sample } from "../project-files.ts";
import { contractBreaches } from "../summary-contract.ts";
import { csvprofile, type Outcome } from "./run-csvprofile.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "csvprofile-local-"));
});
afterAll(async () => {
  await run("local", "down");
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<Outcome> => csvprofile(args, { cwd: folder });

describe("the embedded stack by commands, in the order of a working day", () => {
  test("local up --detach says where it listens, and the other commands find it there", async () => {
    const up = await run("local", "up", "--detach", "--port", "0");
    expect(up).toMatchObject({ exitCode: 0, stdout: "" });
    expect(up.stderr).toMatch(/^The embedded stack listens on http:\/\/127\.0\.0\.1:\d+ \(process \d+\)\./);
    const status = await run("local", "status");
    expect(status.exitCode).toBe(0);
    expect(up.stderr).toContain(status.stdout.trim());
  });

  test("a second one is not started", async () => {
    const again = await run("local", "up", "--detach");
    expect(again.exitCode).toBe(0);
    expect(again.stderr).toMatch(/^The embedded stack runs already: .+, data in \/.+\.\n$/);
  });

  test("status before the first upload says how to upload", async () => {
    const status = await run("status");
    expect(status).toMatchObject({ exitCode: 0, stdout: "" });
    expect(status.stderr).toContain("Nothing was uploaded yet");
    expect(await run("status", "--json")).toMatchObject({ exitCode: 0, stdout: "[]\n" });
  });

  test("upload --wait prints how the file ended", async () => {
    const upload = await run("upload", "--wait", sample("sales_data.csv"));
    expect(upload.exitCode).toBe(0);
    expect(upload.stdout).toMatch(/^sales_data\.csv +success +100 +1 int, 1 float, 1 date, 1 string +– +–$/m);
    expect(upload.stderr).toContain("s3://data-ingestion-pipeline-data-local/uploads/sales_data.csv");
  });

  test("a file that ends in an error gives exit code 1 and its message", async () => {
    const upload = await run("upload", "--wait", "--as", "bad/empty one.csv", sample("empty.csv"));
    expect(upload.exitCode).toBe(1);
    expect(upload.stdout).toContain("EMPTY_FILE");
    expect(upload.stdout).toContain("bad/empty one.csv: The file is empty (0 bytes).");
    expect((await run("status", "bad/empty one.csv")).exitCode).toBe(1);
    expect((await run("status")).exitCode).toBe(0);
  });

  test("of several files none is sent when one is not there", async () => {
    const file = join(folder, "first.csv");
    await writeFile(file, "a,b\n1,2\n");
    const upload = await run("upload", file, join(folder, "missing.csv"));
    expect(upload).toMatchObject({ exitCode: 2, stdout: "" });
    expect(upload.stderr).toMatch(/^csvprofile: There is no file .+missing\.csv\.\n$/);
    expect((await run("status", "first.csv")).stderr).toContain("Nothing called first.csv was uploaded");
  });

  test("standard input is uploaded under a stated name", async () => {
    const args = ["upload", "--wait", "-", "--as", "piped/rows.csv"];
    const upload = await csvprofile(args, { cwd: folder, stdin: "a,b\n1,x\n2,y\n3,z\n" });
    expect(upload.stdout).toMatch(/^piped\/rows\.csv +success +3 +1 int, 1 string/m);
    expect(upload.stderr).toContain("Uploaded standard input to s3://");
    const unnamed = await csvprofile(["upload", "-"], { cwd: folder, stdin: "a\n" });
    expect(unnamed).toMatchObject({ exitCode: 2, stdout: "" });
    expect(unnamed.stderr).toContain("Standard input has no name: upload it by itself");
  });

  test("who has to type standard input is told so", async () => {
    const args = ["upload", "--wait", "-", "--as", "piped/rows.csv"];
    const env = { NODE_OPTIONS: "--import=data:text/javascript,process.stdin.isTTY=true" };
    const { stderr } = await csvprofile(args, { cwd: folder, stdin: "a,b\n1,x\n", env });
    expect(stderr).toMatch(/^Reading standard input; end it with Ctrl-D\.\nUploaded standard input to /);
  });

  test("--meta states the dialect", async () => {
    const file = join(folder, "odd.csv");
    await writeFile(file, "1;2\n3;4\n");
    const meta = ["--meta", "csv-delimiter=semicolon", "--meta", "csv-header=false"];
    const upload = await run("upload", "--wait", ...meta, file);
    expect(upload.stdout).toMatch(/^odd\.csv +success +2 +2 int/m);
  });

  test("the same content uploaded again has a result of its own, not that of before", async () => {
    const again = (...meta: string[]) => run("upload", "--wait", ...meta, join(folder, "odd.csv"));
    const other = await again("--meta", "csv-delimiter=comma");
    expect(other.stdout).toMatch(/^odd\.csv +success +1 +1 string/m);
    const asBefore = await again("--meta", "csv-delimiter=semicolon,csv-header=false");
    expect(asBefore.stdout).toMatch(/^odd\.csv +success +2 +2 int/m);
  });

  test("summary prints the stored JSON, or a table of it", async () => {
    const json = await run("summary", "sales_data.csv");
    expect(json.exitCode).toBe(0);
    expect(contractBreaches(JSON.parse(json.stdout))).toEqual([]);
    const table = await run("summary", "--table", "sales_data.csv");
    expect(table.stdout).toMatch(/^sales_data\.csv {2}100 rows × 4 columns/);
    const unknown = await run("summary", "no-such.csv");
    expect(unknown).toMatchObject({ exitCode: 2, stdout: "" });
    expect(unknown.stderr).toContain("There is no item for no-such.csv");
  });

  test("profile s3:// reads the object and obeys its metadata", async () => {
    const url = "s3://data-ingestion-pipeline-data-local/uploads";
    const { exitCode, stdout } = await run("profile", "--json", `${url}/odd.csv`);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      row_count: 2,
      dialect: { delimiter: ";", header: false },
      source: { bucket: "data-ingestion-pipeline-data-local", key: "uploads/odd.csv" },
    });
    const missing = await run("profile", `${url}/no-such.csv`);
    expect(missing).toMatchObject({ exitCode: 2, stdout: "" });
    expect(missing.stderr).toContain(`There is no object ${url}/no-such.csv.`);
    const pattern = await run("profile", `${url}/*.csv`);
    expect(pattern.stderr).toContain(`There is no object ${url}/*.csv: patterns are for local files.`);
  });

  test("diff s3:// takes a stored summary for one", async () => {
    const summary = "s3://data-ingestion-pipeline-data-local/processed/sales_data_summary.json";
    const { exitCode, stdout } = await run("diff", summary, sample("sales_data.csv"));
    expect(exitCode).toBe(0);
    expect(stdout).toContain("No change beyond the thresholds.");
    const converted = await run("convert", summary);
    expect(converted).toMatchObject({ exitCode: 2, stdout: "" });
    expect(converted.stderr).toContain("profile and diff read objects");
  });

  test("status lists the files, and says when there is none of a name", async () => {
    const status = await run("status");
    expect(status.stdout.split("\n").filter((line) => / (success|error) /.test(line))).toHaveLength(4);
    const json = await run("status", "--json", "odd.csv");
    expect(JSON.parse(json.stdout)).toMatchObject([
      { file_name: "odd.csv", status: "success", row_count: 2 },
    ]);
    const unknown = await run("status", "no-such.csv");
    expect(unknown).toMatchObject({ exitCode: 2, stdout: "" });
  });

  test("status --watch of a file ends when it is profiled", async () => {
    const watched = await run("status", "--watch", "sales_data.csv");
    expect(watched.exitCode).toBe(0);
    expect(watched.stdout).toContain("sales_data.csv");
  });

  test("logs prints what the function wrote, START and REPORT included", async () => {
    const { exitCode, stdout } = await run("logs", "--since", "1h");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^START RequestId: /m);
    expect(stdout).toMatch(/^REPORT RequestId: /m);
    const profiled = stdout.split("\n").filter((line) => line.includes('"file.profiled"'));
    expect(profiled.map((line) => JSON.parse(line).file_name)).toContain("sales_data.csv");
  });

  test("local down ends it, and its data is there again after the next start", async () => {
    const down = await run("local", "down");
    expect(down.exitCode).toBe(0);
    expect(down.stderr).toMatch(/^The embedded stack is down; its data stays in /);
    expect((await run("local", "status")).exitCode).toBe(1);
    expect((await run("local", "up", "--detach", "--port", "0")).exitCode).toBe(0);
    expect((await run("summary", "sales_data.csv")).exitCode).toBe(0);
  });
});

test("a port that is taken is said, by whom if it can be told", async () => {
  const other = createServer((_request, response) => response.end()).listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const elsewhere = await mkdtemp(join(tmpdir(), "csvprofile-port-"));
  try {
    for (const detach of [[], ["--detach"]]) {
      const args = ["local", "up", "--port", String(port), ...detach];
      const { exitCode, stderr } = await csvprofile(args, { cwd: elsewhere });
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(
        new RegExp(`^csvprofile: Port ${port} is taken.*: end that, or choose another with --port\\.`),
      );
    }
  } finally {
    other.close();
    await rm(elsewhere, { recursive: true, force: true });
  }
});
