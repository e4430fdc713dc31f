/** Every command by name. What a command consists of is loaded when it is called: the SDK alone takes as long as Node's own start. */
import { existsSync } from "node:fs";
import type { Command } from "commander";

interface CommandEntry {
  readonly name: string;
  /** In the list of `csvprofile --help`. */
  readonly summary: string;
  /** @returns what gives a command its arguments, options and action */
  readonly load: () => Promise<(command: Command) => void>;
}

const entries: readonly CommandEntry[] = [
  {
    name: "profile",
    summary: "say what is in CSV files",
    load: async () => (await import("./profile.ts")).configureProfile,
  },
  {
    name: "diff",
    summary: "say what changed between two files or their profiles",
    load: async () => (await import("./diff.ts")).configureDiff,
  },
  {
    name: "sniff",
    summary: "say how a CSV file is written",
    load: async () => (await import("./sniff.ts")).configureSniff,
  },
  {
    name: "convert",
    summary: "print a CSV file in its plainest form",
    load: async () => (await import("./convert.ts")).configureConvert,
  },
  {
    name: "upload",
    summary: "send files through the pipeline",
    load: async () => (await import("./upload.ts")).configureUpload,
  },
  {
    name: "status",
    summary: "list uploaded files and how they ended",
    load: async () => (await import("./status.ts")).configureStatus,
  },
  {
    name: "summary",
    summary: "print the stored summary of an uploaded file",
    load: async () => (await import("./summary.ts")).configureSummary,
  },
  {
    name: "logs",
    summary: "print the function's log",
    load: async () => (await import("./logs.ts")).configureLogs,
  },
  {
    name: "insights",
    summary: "answer a question from the function's log",
    load: async () => (await import("./insights.ts")).configureInsights,
  },
  {
    name: "redrive",
    summary: "profile uploaded files again",
    load: async () => (await import("./redrive.ts")).configureRedrive,
  },
  {
    name: "reconcile",
    summary: "compare the bucket with the table",
    load: async () => (await import("./reconcile.ts")).configureReconcile,
  },
  {
    name: "ui",
    summary: "look at the files in a browser",
    load: async () => (await import("./ui.ts")).configureUi,
  },
  {
    name: "local",
    summary: "run the pipeline on this machine",
    load: async () => (await import("./local.ts")).configureLocal,
  },
  {
    name: "doctor",
    summary: "check what an environment needs",
    load: async () => (await import("./doctor.ts")).configureDoctor,
  },
  {
    name: "completion",
    summary: "print what makes a shell complete csvprofile",
    load: async () => (await import("./completion.ts")).configureCompletion,
  },
];

/** What a name has in it that is meant for a file or a pattern: no command has. */
const nameOfInput = /[./\\*]/;

/** What the program itself answers. */
const ofTheProgram = ["-h", "--help", "-V", "--version", "help"];

/**
 * `csvprofile data.csv` is `csvprofile profile data.csv`: who names a file wants to know what is in it. So is
 * `csvprofile --json data.csv`, where no command is named at all.
 */
export function withCommand(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => arg !== "--debug");
  const name = args[at];
  if (name === undefined || ofTheProgram.includes(name)) return args;
  const isCommand = (arg: string): boolean => entries.some((entry) => entry.name === arg);
  const isInput = name.startsWith("-")
    ? name === "-" || !args.some(isCommand)
    : !isCommand(name) && (nameOfInput.test(name) || existsSync(name));
  return isInput ? [...args.slice(0, at), "profile", ...args.slice(at)] : args;
}

/** Tells of all commands. */
const readsTheTree = "completion";

/** Put the commands into the program: whole those that the arguments name, the others by what the help lists of them. */
export async function addCommands(program: Command, args: readonly string[]): Promise<void> {
  const isWanted = (name: string) => args.includes(name) || args.includes(readsTheTree);
  const loads = entries.map(({ name, load }) => (isWanted(name) ? load() : null));
  for (const [at, configure] of (await Promise.all(loads)).entries()) {
    const { name, summary } = entries[at] as CommandEntry;
    const command = program.command(name).summary(summary);
    configure?.(command);
  }
}
