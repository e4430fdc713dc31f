import type { Command } from "commander";
import { diagnose, type Finding } from "../doctor.ts";
import { machineProbes } from "../doctor-probes.ts";
import { type Colors, colorsFor } from "../render/colors.ts";
import { note, printData, printJson } from "../render/output.ts";
import { escapeForTerminal } from "../render/terminal-text.ts";
import { endpointOf } from "../targets.ts";
import { type EnvironmentFlags, environmentOf, environmentOption } from "./environment.ts";

interface Flags extends EnvironmentFlags {
  readonly json?: boolean;
}

/** Something that the environment needs is missing. */
const exitCodeWrong = 1;

export function configureDoctor(command: Command): void {
  command
    .description(
      "Check everything that an environment needs, and say what to do where something is wrong: ✓ is well, ✗ must be " +
        "put right, – is not as it could be but not needed. Exit code 1 when there is a ✗.",
    )
    .addOption(environmentOption())
    .option("--json", "print the findings as JSON (one array)")
    .action(async (flags: Flags) => {
      const environment = environmentOf(flags.env);
      const onAws = environment === "learner-lab" || environment === "aws";
      const probes = machineProbes(process.cwd(), onAws ? "" : (endpointOf(environment) ?? ""));
      const findings = await diagnose(environment, probes);
      if (flags.json) await printJson(`${JSON.stringify(findings, null, 2)}\n`);
      else await printData(renderFindings(findings, colorsFor(process.stdout)));
      const wrong = findings.filter((finding) => finding.verdict === "wrong").length;
      if (wrong > 0) process.exitCode = exitCodeWrong;
      if (!flags.json) {
        note(wrong === 0 ? `ENV=${environment} is ready.` : `ENV=${environment} is not ready: see ✗ above.`);
      }
    });
}

/** One line a finding; what to do stands below it. */
function renderFindings(findings: readonly Finding[], colors: Colors): string {
  const marks = { ok: colors.green("✓"), wrong: colors.red("✗"), note: colors.dim("–") } as const;
  const widest = Math.max(...findings.map((finding) => finding.subject.length));
  return findings
    .map(({ subject, verdict, detail, advice }) => {
      const line = `${marks[verdict]} ${subject.padEnd(widest)}  ${escapeForTerminal(detail)}\n`;
      return advice === undefined ? line : `${line}${" ".repeat(widest + 4)}→ ${escapeForTerminal(advice)}\n`;
    })
    .join("");
}
