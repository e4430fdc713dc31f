/** Files on their way: dropped or chosen, sent two at a time, each with its progress. */
import { formatBytes } from "../../../lambda/report/figures.ts";
import { button, element, part, visible } from "./element.ts";
import type { ServerApi } from "./server-api.ts";

const lanes = 2;

export class Uploads {
  readonly #api: ServerApi;
  readonly #list = part("uploads", HTMLElement);
  readonly #onSent: (fileName: string) => void;
  readonly #pending: (() => Promise<void>)[] = [];
  #running = 0;

  /** @param onSent told of each file that is in the bucket */
  constructor(api: ServerApi, onSent: (fileName: string) => void) {
    this.#api = api;
    this.#onSent = onSent;
    const choose = part("choose", HTMLInputElement);
    choose.addEventListener("change", () => {
      this.add([...(choose.files ?? [])]);
      // The same file can be chosen again, once it is corrected.
      choose.value = "";
    });
    this.#takeDrops();
  }

  add(files: readonly File[]): void {
    for (const file of files) this.#pending.push(this.#entry(file));
    while (this.#running < lanes && this.#pending.length > 0) void this.#run();
  }

  #takeDrops(): void {
    const { documentElement } = document;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const mark = (isOver: boolean) => documentElement.classList.toggle("dropping", isOver);
    document.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      mark(true);
    });
    document.addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) mark(false);
    });
    document.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      mark(false);
      this.add([...(event.dataTransfer?.files ?? [])]);
    });
  }

  async #run(): Promise<void> {
    this.#running++;
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) await next();
    this.#running--;
  }

  /** Show the file at once. @returns what sends it */
  #entry(file: File): () => Promise<void> {
    const stopper = new AbortController();
    const bar = element("progress", {
      max: String(Math.max(1, file.size)),
      value: "0",
      "aria-label": file.name,
    });
    const amount = element("span", { class: "amount" }, "queued");
    const stop = button("Stop", () => stopper.abort());
    const entry = element(
      "li",
      {},
      element("span", { title: file.name }, visible(file.name)),
      bar,
      amount,
      stop,
    );
    this.#list.append(entry);
    return async () => {
      try {
        stopper.signal.throwIfAborted();
        const onProgress = (bytes: number) => {
          bar.value = bytes;
          amount.textContent = `${formatBytes(bytes)} of ${formatBytes(file.size)}`;
        };
        await this.#api.upload(file, onProgress, stopper.signal);
        entry.remove();
        this.#onSent(file.name);
      } catch (error) {
        bar.remove();
        stop.remove();
        amount.textContent = "not uploaded";
        const reason = error instanceof Error ? error.message : String(error);
        entry.append(
          button("Dismiss", () => entry.remove()),
          element("p", { class: "said", role: "alert" }, reason),
        );
      }
    };
  }
}
