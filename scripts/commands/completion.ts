import { Argument, type Command } from "commander";
import { bashCompletion } from "../completion/bash.ts";
import { commandShapes } from "../completion/command-shape.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { printData } from "../render/output.ts";

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** Commander has no completion of its own. The scripts are made from its tree and call nothing: they are fast. */
export function configureCompletion(command: Command): void {
  command
    .description(
      "Print a completion script. bash: source <(csvprofile completion bash), zsh: source <(csvprofile completion " +
        "zsh), fish: csvprofile completion fish | source; in the shell's start-up file to have it always.",
    )
    .addArgument(new Argument("<shell>", "bash, zsh or fish").choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => {
      const program = command.parent ?? command;
      return printData(shells[shell](program.name(), commandShapes(program)));
    });
}
