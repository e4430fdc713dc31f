/** Runs a Python program over JSON: an implementation of others, to compare with. */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

/** `PYTHON=… npx vitest run tests/oracle` chooses another one, such as that of a virtual environment. */
const python = process.env.PYTHON ?? "python3";

/** Null when Python has the modules; else why nothing is compared. */
export function pythonLacks(...modules: readonly string[]): string | null {
  const { status } = spawnSync(python, ["-c", modules.map((name) => `import ${name}`).join("\n")]);
  return status === 0 ? null : `${python} has no ${modules.join(", ")}: not compared`;
}

/** The JSON that a program in this folder prints when it is given some. */
export function runPython(program: string, input: unknown): unknown {
  const output = execFileSync(python, [join(import.meta.dirname, program)], {
    input: JSON.stringify(input),
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, PYTHONIOENCODING: "utf-8" },
  });
  return JSON.parse(output.toString());
}
