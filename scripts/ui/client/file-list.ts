/** The list, kept up to date: asked for again and again while the page is seen, sooner while something is under way. */
import { countOf } from "../../../lambda/report/figures.ts";
import type { FileRow, FileStatus } from "../api.ts";
import { button, element, part } from "./element.ts";
import { fileTable } from "./file-table.ts";
import type { ServerApi } from "./server-api.ts";

const busyMs = 700;
const idleMs = 4_000;
const typingMs = 250;
/** How often the times of the rows, `3 minutes ago`, are written anew. */
const agesMs = 20_000;

export class FileList {
  readonly #api: ServerApi;
  readonly #place = part("files", HTMLElement);
  readonly #problem = part("problem", HTMLElement);
  readonly #search = part("search", HTMLInputElement);
  readonly #status = part("status", HTMLSelectElement);
  readonly #announce: (text: string) => void;
  /** The first page, which is asked for again, and those that were asked for by hand. */
  #first: readonly FileRow[] = [];
  #further: readonly FileRow[] = [];
  #next: string | null = null;
  #timer = 0;
  /** Answers to older questions are not shown. */
  #asked = 0;
  /** Searches begun: further rows of an older one are not shown either. */
  #restarts = 0;
  #isLoadingMore = false;
  /** Why what was asked for by hand could not be done; "" when it could. */
  #refusal = "";
  /** Name → time of the result that was there when the file was sent to be profiled again. */
  readonly #redriven = new Map<string, string>();
  /** Name → status, of the rows shown last. */
  #known = new Map<string, string>();
  #shown = "";

  constructor(api: ServerApi, announce: (text: string) => void) {
    this.#api = api;
    this.#announce = announce;
    part("filter", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
    this.#search.addEventListener("input", () => this.#restart(typingMs));
    this.#status.addEventListener("change", () => this.#restart(0));
    document.addEventListener("visibilitychange", () => this.refresh());
  }

  refresh(): void {
    this.#schedule(0);
  }

  /** A file of this page is in the bucket: its end is news, even when it is there before the list was asked for. */
  sent(fileName: string): void {
    this.#known.set(fileName, "waiting");
    // An answer that is under way may still speak of the upload before.
    this.#asked++;
    this.refresh();
  }

  #restart(delayMs: number): void {
    this.#restarts++;
    this.#further = [];
    this.#refusal = "";
    this.#known = new Map();
    // What is under way answers another question, and must not put this one off.
    this.#asked++;
    this.#schedule(delayMs);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    this.#timer = setTimeout(() => void this.#load(), delayMs);
  }

  async #load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const { rows, next } = await this.#api.files({ ...this.#filter(), token: null });
      if (asked !== this.#asked) return;
      if (this.#isLoadingMore || this.#further.length > 0) this.#keepPushedOff(rows);
      else this.#next = next;
      this.#first = rows;
      this.#tellProblem(this.#refusal);
      this.#tellNews(rows);
      this.#show();
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#tellProblem(messageOf(error));
    }
    const isBusy = this.#first.some(({ status }) => status === "waiting");
    this.#schedule(isBusy ? busyMs : idleMs);
  }

  /** Newer files push others off the first page; those after it begin where it ended before. */
  #keepPushedOff(rows: readonly FileRow[]): void {
    const names = new Set(rows.map(({ fileName }) => fileName));
    const pushedOff = this.#first.filter(
      ({ fileName, status }) => status !== "waiting" && !names.has(fileName),
    );
    this.#further = [...pushedOff, ...this.#further];
  }

  /** Above the list; not again what stands there already, for it is read aloud. */
  #tellProblem(message: string): void {
    if (this.#problem.textContent !== message) this.#problem.replaceChildren(message);
  }

  async #loadMore(): Promise<void> {
    if (this.#isLoadingMore) return;
    this.#isLoadingMore = true;
    const restarts = this.#restarts;
    this.#refusal = "";
    try {
      const { rows, next } = await this.#api.files({ ...this.#filter(), token: this.#next });
      if (restarts !== this.#restarts) return;
      this.#further = [...this.#further, ...rows];
      this.#next = next;
      this.#show();
    } catch (error) {
      this.#refusal = messageOf(error);
    } finally {
      this.#isLoadingMore = false;
      this.#tellProblem(this.#refusal);
    }
  }

  #filter() {
    const statuses: readonly FileStatus[] = ["waiting", "success", "error"];
    const status = statuses.find((name) => name === this.#status.value) ?? ("" as const);
    return { status, search: this.#search.value.trim() };
  }

  /** Say aloud what was waiting and has ended. */
  #tellNews(rows: readonly FileRow[]): void {
    for (const { fileName, status, rows: count, errorMessage } of rows) {
      if (this.#known.get(fileName) === "waiting" && status !== "waiting") {
        this.#announce(
          status === "success"
            ? `${fileName}: profiled, ${countOf(count ?? 0, "row")}`
            : `${fileName}: failed. ${errorMessage ?? ""}`,
        );
      }
    }
    this.#known = new Map(rows.map(({ fileName, status }) => [fileName, status]));
  }

  #show(): void {
    const names = new Set(this.#first.map(({ fileName }) => fileName));
    const rows = [...this.#first, ...this.#further.filter(({ fileName }) => !names.has(fileName))];
    const more = this.#next === null ? "" : " and more";
    part("count", HTMLOutputElement).value =
      rows.length === 0 ? "" : `${countOf(rows.length, "file")}${more}`;
    const isFiltered = this.#search.value.trim() !== "" || this.#status.value !== "";
    const ages = Math.floor(Date.now() / agesMs);
    const shown = JSON.stringify([rows, [...this.#redriven], this.#next, isFiltered, ages]);
    // Nothing new: what is being read, selected or focused stays as it is.
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = focusedLink(this.#place);
    this.#place.replaceChildren(
      ...(rows.length === 0 ? [emptyNote(isFiltered, this.#next !== null)] : [this.#table(rows)]),
    );
    if (this.#next !== null) {
      const label = isFiltered ? "Search further" : "Show more";
      this.#place.append(
        element(
          "p",
          { class: "more" },
          button(label, () => void this.#loadMore()),
        ),
      );
    }
    if (focused !== null) this.#place.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }

  #table(rows: readonly FileRow[]): HTMLElement {
    const table = fileTable(rows, {
      redrive: (row) => void this.#redrive(row),
      isRedriven: ({ fileName, timestamp }) => this.#redriven.get(fileName) === timestamp,
    });
    return element(
      "div",
      { class: "scroll", role: "group", "aria-labelledby": "files-title", tabindex: "0" },
      table,
    );
  }

  async #redrive({ fileName, timestamp }: FileRow): Promise<void> {
    try {
      await this.#api.redrive(fileName);
      this.#refusal = "";
      this.#redriven.set(fileName, timestamp);
      this.#announce(`${fileName} is being profiled again.`);
      this.#show();
    } catch (error) {
      this.#refusal = messageOf(error);
    }
    this.#tellProblem(this.#refusal);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where the focus is before the rows are made anew. */
function focusedLink(place: HTMLElement): string | null {
  const { activeElement } = document;
  return activeElement !== null && place.contains(activeElement) ? activeElement.getAttribute("href") : null;
}

function emptyNote(isFiltered: boolean, isMoreToSearch: boolean): HTMLElement {
  const text = isFiltered
    ? isMoreToSearch
      ? "Nothing like that among the newest files."
      : "No file is like that."
    : "No file was uploaded yet. Drop a CSV on this page.";
  return element("p", { class: "empty" }, text);
}
