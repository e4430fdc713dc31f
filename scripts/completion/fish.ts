/** For fish. */
import type { CommandShape, OptionShape } from "./command-shape.ts";

export function fishCompletion(program: string, shapes: readonly CommandShape[]): string {
  const lines = shapes.flatMap((shape) => commandLines(program, shape, shapes));
  return `# Completion of ${program} for fish: ${program} completion fish | source
${lines.join("\n")}
`;
}

function commandLines(program: string, shape: CommandShape, shapes: readonly CommandShape[]): string[] {
  const here = `-c ${program} -n ${quoted(condition(shape, shapes))}`;
  const subcommands = shape.subcommands.map((name) => {
    const child = shapes.find(({ path }) => path.join(" ") === [...shape.path, name].join(" "));
    return `complete ${here} -f -a ${name} -d ${quoted(child?.description ?? "")}`;
  });
  const choices =
    shape.argumentChoices.length > 0
      ? [`complete ${here} -f -a ${quoted(shape.argumentChoices.join(" "))}`]
      : [];
  const noFiles = shape.subcommands.length === 0 && !shape.takesFiles ? [`complete ${here} -f`] : [];
  return [
    ...subcommands,
    ...choices,
    ...noFiles,
    ...shape.options.map((option) => `complete ${here} ${optionFlags(option)}`),
  ];
}

/** The cursor is behind this command and no command below it. */
function condition({ path, subcommands }: CommandShape, shapes: readonly CommandShape[]): string {
  const seen = path.map((name) => `__fish_seen_subcommand_from ${name}`);
  const below = subcommands.length > 0 ? [`not __fish_seen_subcommand_from ${subcommands.join(" ")}`] : [];
  // A command of the first level may be called like one of the second: status and local status.
  const others = shapes
    .filter(
      (shape) => shape.path.length > path.length && shape.path.at(-1) === path.at(-1) && path.length === 1,
    )
    .map((shape) => `not __fish_seen_subcommand_from ${shape.path[0] ?? ""}`);
  return [...seen, ...below, ...others].join("; and ");
}

function optionFlags({ names, description, value, choices }: OptionShape): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const values =
    choices.length > 0
      ? [`-x -a ${quoted(choices.join(" "))}`]
      : value === "file"
        ? ["-r -F"]
        : value === "any"
          ? ["-x"]
          : [];
  return [...flags, ...values, `-d ${quoted(description)}`].join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
