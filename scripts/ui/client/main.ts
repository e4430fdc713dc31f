/** The dashboard's page. One list and one view of a file, told apart by the address behind `#`. */
import { DetailView } from "./detail-view.ts";
import { part } from "./element.ts";
import { FileList } from "./file-list.ts";
import { detailHash } from "./file-table.ts";
import { ServerApi } from "./server-api.ts";
import { takeToken } from "./session.ts";
import { Uploads } from "./uploads.ts";

const api = new ServerApi(takeToken());
const news = part("news", HTMLElement);
const announce = (text: string) => {
  news.textContent = text;
};
const list = new FileList(api, announce);
const detail = new DetailView(api, announce);

new Uploads(api, (fileName) => {
  announce(`${fileName} is uploaded.`);
  list.sent(fileName);
  detail.refresh(fileName);
});

let opened: string | null = null;

function followAddress(): void {
  const fileName = new URLSearchParams(location.hash.slice(1)).get("file");
  detail.open(fileName);
  document.title = fileName === null ? "Files" : `${fileName} · profile`;
  if (fileName === null) {
    list.refresh();
    const link =
      opened === null
        ? null
        : document.querySelector<HTMLElement>(`a[href="${CSS.escape(detailHash(opened))}"]`);
    (link ?? part("files-title", HTMLElement)).focus({ preventScroll: link === null });
  }
  opened = fileName;
}

addEventListener("hashchange", followAddress);
document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof Element && event.target.matches("input:not([type=file]), select");
  if (event.key !== "/" || isTyping || opened !== null) return;
  event.preventDefault();
  part("search", HTMLInputElement).focus();
});
if (location.hash === "" || location.hash === "#") list.refresh();
else followAddress();
