/** One file: what changed since the upload before, and its report. */
import type { ChangeRow, FileDetail } from "../api.ts";
import { button, element, part, visible } from "./element.ts";
import type { ServerApi } from "./server-api.ts";
import { stateOf } from "./words.ts";

const waitMs = 700;
/** A file that is profiled again has a new result by then, or the function has failed for good. */
const redriveMaxMs = 15 * 60_000;

export class DetailView {
  readonly #api: ServerApi;
  readonly #announce: (text: string) => void;
  readonly #view = part("detail-view", HTMLElement);
  readonly #list = part("list-view", HTMLElement);
  #fileName: string | null = null;
  /** Of what is shown: a newer result is another. */
  #shown = "";
  #timer = 0;
  /** Until when a newer result than the shown one is looked for; of `performance.now()`. */
  #awaitedUntilMs = 0;

  constructor(api: ServerApi, announce: (text: string) => void) {
    this.#api = api;
    this.#announce = announce;
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && this.#fileName !== null) location.hash = "";
    });
  }

  /** @param fileName null closes the view */
  open(fileName: string | null): void {
    clearTimeout(this.#timer);
    this.#fileName = fileName;
    this.#shown = "";
    this.#awaitedUntilMs = 0;
    this.#list.hidden = fileName !== null;
    this.#view.hidden = fileName === null;
    this.#view.replaceChildren();
    if (fileName !== null) void this.#load(fileName);
  }

  /** Look whether there is news of the file that is shown. */
  refresh(fileName: string): void {
    if (fileName === this.#fileName) void this.#load(fileName);
  }

  async #load(fileName: string): Promise<void> {
    try {
      const detail = await this.#api.file(fileName);
      if (fileName !== this.#fileName) return;
      const shown = JSON.stringify([detail.row.status, detail.row.timestamp]);
      if (shown !== this.#shown) {
        this.#show(detail);
        this.#awaitedUntilMs = 0;
      }
      this.#shown = shown;
      if (detail.row.status === "waiting" || performance.now() < this.#awaitedUntilMs) this.#look(fileName);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#view.replaceChildren(...heading(fileName, null, []), plain(failure(message)));
    }
  }

  #look(fileName: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(fileName), waitMs);
  }

  #show(detail: FileDetail): void {
    const { row, reportPath, summaryPath, changes } = detail;
    const actions = [
      ...(row.status === "waiting" ? [] : [button("Profile again", () => void this.#redrive(row.fileName))]),
      ...(summaryPath === null
        ? []
        : [element("a", { class: "action", href: summaryPath, download: "" }, "JSON")]),
      ...(reportPath === null
        ? []
        : [
            element(
              "a",
              { class: "action", href: reportPath, target: "_blank", rel: "noopener" },
              "Open in a tab",
            ),
          ]),
    ];
    this.#view.replaceChildren(...heading(row.fileName, detail, actions));
    if (changes !== null) this.#view.append(changeList(changes));
    if (reportPath !== null) {
      const title = `Report of ${row.fileName}`;
      // Of its own origin, so that it can reach nothing of this page; its script sorts and filters.
      const fresh = `${reportPath}?at=${encodeURIComponent(row.timestamp)}`;
      this.#view.append(element("iframe", { src: fresh, title, sandbox: "allow-scripts" }));
    } else if (row.status === "waiting") {
      this.#view.append(plain(element("p", {}, "It is being profiled …")));
    } else {
      this.#view.append(plain(failure(row.errorMessage ?? "There is no report of this file.")));
    }
    this.#view.querySelector("h1")?.focus();
  }

  async #redrive(fileName: string): Promise<void> {
    try {
      await this.#api.redrive(fileName);
      if (fileName !== this.#fileName) return;
      this.#say(`${fileName} is being profiled again.`, "notice");
      this.#awaitedUntilMs = performance.now() + redriveMaxMs;
      this.#look(fileName);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), "notice bad");
    }
  }

  /** Below the bar, until there is another result to show. */
  #say(text: string, kind: string): void {
    this.#announce(text);
    this.#view.querySelector(".notice")?.remove();
    this.#view.querySelector(".bar")?.after(element("p", { class: kind }, visible(text)));
  }
}

function heading(
  fileName: string,
  detail: FileDetail | null,
  actions: readonly HTMLElement[],
): HTMLElement[] {
  const state = detail === null ? null : stateOf(detail.row);
  const mark = state === null ? null : element("span", { class: `severity ${state.kind}` }, state.label);
  const back = element("a", { class: "action", href: "#" }, "← Files");
  const title = element("h1", { tabindex: "-1", title: fileName }, visible(fileName));
  return [element("header", { class: "bar" }, back, title, mark, ...actions)];
}

function changeList(changes: readonly ChangeRow[]): HTMLElement {
  const items = changes.map(({ column, verdict, message }) =>
    element(
      "li",
      {},
      element("span", { class: `verdict ${verdict ?? ""}` }, verdict ?? "changed"),
      element("span", {}, column === null ? null : element("b", {}, visible(column), ": "), visible(message)),
    ),
  );
  return element(
    "section",
    { class: "changes", "aria-labelledby": "changes-title", tabindex: "0" },
    element("h2", { id: "changes-title" }, "Since the upload before"),
    items.length === 0
      ? element("p", {}, "Nothing has changed beyond the thresholds of csvprofile diff.")
      : element("ul", {}, ...items),
  );
}

/** In place of a report. */
function plain(content: HTMLElement): HTMLElement {
  return element("main", { class: "plain" }, content);
}

function failure(message: string): HTMLElement {
  return element("div", { class: "failure" }, element("p", {}, visible(message)));
}
