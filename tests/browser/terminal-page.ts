/** What a terminal shows, as a page to be pictured: the colours that the command line uses, on a dark ground. */
import { Html, html } from "../../lambda/report/html.ts";

/** Codes that switch a style on. */
const styles = new Map([
  ["1", "bold"],
  ["2", "dim"],
  ["31", "red"],
  ["32", "green"],
  ["33", "yellow"],
  ["36", "cyan"],
]);

const sheet = `
body{margin:0;background:#16181d;color:#d7dae0;padding:22px 26px;width:max-content}
pre{margin:0;font:13px/1.42 "DejaVu Sans Mono","Liberation Mono",Menlo,Consolas,monospace}
.prompt{color:#7d8799}.bold{font-weight:700;color:#fff}.dim{color:#7d8799}.red{color:#ff8f84}
.green{color:#8fce9b}.yellow{color:#f0b754}.cyan{color:#7fc4e8}
`;

export interface TerminalCall {
  readonly command: string;
  /** With ANSI colours. */
  readonly output: string;
}

export function terminalPage(calls: readonly TerminalCall[]): string {
  const blocks = calls.map(
    ({ command, output }) => html`<span class="prompt">$ </span><b>${command}</b>
${spans(output)}
`,
  );
  return html`<!doctype html><meta charset="utf-8"><title>csvprofile</title><style>${new Html(sheet)}</style><pre>${blocks}</pre>`
    .markup;
}

function spans(output: string): readonly Html[] {
  let style = "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
  return output.split(/\u001b\[(\d+)m/).map((piece, index) => {
    if (index % 2 === 0) return html`<span class="${style}">${lines(piece)}</span>`;
    style = styles.get(piece) ?? "";
    return html``;
  });
}

function lines(text: string): readonly Html[] {
  return text.split("\n").map((line, index) =>
    index === 0
      ? html`${line}`
      : html`
${line}`,
  );
}
