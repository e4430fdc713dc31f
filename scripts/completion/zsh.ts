/** For zsh, sourced or put on the fpath as `_csvprofile`. */
import type { CommandShape, OptionShape } from "./command-shape.ts";

export function zshCompletion(program: string, shapes: readonly CommandShape[]): string {
  const paths = shapes
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => `'${path.join(" ")}'`)
    .join("|");
  return `#compdef ${program}
# Completion of ${program} for zsh: source <(${program} completion zsh)
_${program}() {
  local place='' word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${place:+$place }$word" in
      ${paths}) place="\${place:+$place }$word" ;;
    esac
  done
  local -a entries
  case "$place $words[CURRENT-1]" in
${shapes.flatMap(values).join("\n")}
  esac
  if [[ $words[CURRENT] == -* ]]; then
    case "$place" in
${shapes.map((shape) => `      '${shape.path.join(" ")}') entries=(${shape.options.flatMap(described).join(" ")}) ;;`).join("\n")}
    esac
    _describe -o option entries
    return
  fi
  case "$place" in
${shapes.map((shape) => `    '${shape.path.join(" ")}') ${positional(shape, shapes)} ;;`).join("\n")}
  esac
}
if [[ $funcstack[1] == _${program} ]]; then
  _${program} "$@"
else
  compdef _${program} ${program}
fi
`;
}

function values({ path, options }: CommandShape): string[] {
  return options.flatMap(({ names, value, choices }) => {
    if (value === "none") return [];
    const cases = names.map((name) => `'${path.join(" ")} ${name}'`).join("|");
    if (choices.length > 0) return [`    ${cases}) compadd -- ${choices.join(" ")}; return ;;`];
    return [`    ${cases}) ${value === "file" ? "_files" : "_message value"}; return ;;`];
  });
}

function described({ names, description }: OptionShape): string[] {
  return names.map((name) => quoted(`${name}:${escapeColons(description)}`));
}

function positional(shape: CommandShape, shapes: readonly CommandShape[]): string {
  const { path, subcommands, takesFiles, argumentChoices } = shape;
  if (argumentChoices.length > 0) return `compadd -- ${argumentChoices.join(" ")}`;
  if (subcommands.length === 0) return takesFiles ? "_files" : "_message name";
  const entries = subcommands.map((name) => {
    const child = shapes.find((shape) => shape.path.join(" ") === [...path, name].join(" "));
    return quoted(`${name}:${escapeColons(child?.description ?? "")}`);
  });
  return `entries=(${entries.join(" ")}); _describe command entries`;
}

function escapeColons(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll(":", "\\:");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
