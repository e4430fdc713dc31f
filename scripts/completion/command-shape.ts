/** What a shell needs to know of the command line, read off commander's tree. */
import type { Command, Option } from "commander";

export interface OptionShape {
  /** `--format`, `-h`. */
  readonly names: readonly string[];
  readonly description: string;
  /** What comes behind it. */
  readonly value: "none" | "any" | "file";
  /** The only values, where there are such. */
  readonly choices: readonly string[];
}

export interface CommandShape {
  /** The words that lead here, without the program: `["local", "up"]`. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly OptionShape[];
  readonly subcommands: readonly string[];
  /** The only values of its argument, where there are such. */
  readonly argumentChoices: readonly string[];
  readonly takesFiles: boolean;
}

/** The program first, then every command below it. */
export function commandShapes(command: Command, path: readonly string[] = []): CommandShape[] {
  const shape: CommandShape = {
    path,
    description: oneLine(command.summary() || command.description()),
    options: [...command.options.filter(({ hidden }) => !hidden).map(optionShape), help],
    subcommands: command.commands.map((sub) => sub.name()),
    argumentChoices: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    takesFiles: command.registeredArguments.some((argument) => fileArguments.has(argument.name())),
  };
  return [shape, ...command.commands.flatMap((sub) => commandShapes(sub, [...path, sub.name()]))];
}

/** Names of arguments and of options' values that are files on this machine. */
const fileArguments = new Set(["file", "before", "after", "folder"]);

const help: OptionShape = { names: ["-h", "--help"], description: "print help", value: "none", choices: [] };

function optionShape(option: Option): OptionShape {
  const { short, long, description, flags, argChoices = [] } = option;
  const value = /[<[](?<value>[^\]>]+)[\]>]/.exec(flags)?.groups?.value;
  return {
    names: [short, long].filter((name) => name !== undefined),
    description: oneLine(description),
    value: value === undefined ? "none" : fileArguments.has(value) ? "file" : "any",
    choices: argChoices,
  };
}

/** The first sentence or part of it: completion menus have one line. */
function oneLine(description: string): string {
  return description.split(/[:;.](?:\s|$)/)[0]?.trim() ?? "";
}
