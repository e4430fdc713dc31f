/** For bash, 3.2 (macOS) included. Files are completed by readline itself when there is nothing of ours. */
import type { CommandShape } from "./command-shape.ts";

export function bashCompletion(program: string, shapes: readonly CommandShape[]): string {
  const paths = shapes.map(({ path }) => `"${path.join(" ")}"`).join("|");
  return `# Completion of ${program} for bash: source <(${program} completion bash)
_${program}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local place="" word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "\${place:+$place }$word" in
      ${paths}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place $previous" in
${shapes.flatMap(values).join("\n")}
  esac
  local words=""
  case "$current" in
    -*)
      case "$place" in
${shapes.map((shape) => `        "${shape.path.join(" ")}") words="${shape.options.flatMap(({ names }) => names).join(" ")}" ;;`).join("\n")}
      esac ;;
    *)
      case "$place" in
${shapes.flatMap(positional).join("\n")}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _${program} ${program}
`;
}

function positional({ path, subcommands, argumentChoices }: CommandShape): string[] {
  const words = [...subcommands, ...argumentChoices];
  return words.length === 0 ? [] : [`        "${path.join(" ")}") words="${words.join(" ")}" ;;`];
}

/** What comes behind an option: one of its choices, or whatever readline finds. */
function values({ path, options }: CommandShape): string[] {
  const place = path.join(" ");
  return options.flatMap(({ names, value, choices }) => {
    if (value === "none") return [];
    const cases = names.map((name) => `"${place} ${name}"`).join("|");
    if (choices.length === 0) return [`    ${cases}) return ;;`];
    return [`    ${cases}) COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$current")); return ;;`];
  });
}
