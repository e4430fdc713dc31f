/**
 * The report's script: sorts the table of columns, and filters table and cards. It makes the controls itself or shows
 * them, so that a reader without scripts sees none that do nothing. Plain text, as browsers get it.
 */
export const script = `
(() => {
const table = document.getElementById("columns-table");
if (!table) return;
const body = table.tBodies[0];
const rows = [...body.rows].map((row) => ({
  row,
  card: document.getElementById(row.dataset.card),
  name: row.cells[1].textContent.toLowerCase(),
  type: row.cells[2].textContent,
}));
const headings = [...table.tHead.rows[0].cells];
const keyOf = (row, index, kind) => {
  const { dataset, textContent } = row.cells[index];
  if (kind === "text") return textContent.toLowerCase();
  const text = dataset.key ?? textContent;
  return text === "" ? NaN : Number(text);
};
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const sortBy = (heading, index) => {
  const kind = heading.dataset.sort;
  const up = heading.ariaSort ? heading.ariaSort === "descending" : kind === "text" || index === 0;
  for (const other of headings) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", up ? "ascending" : "descending");
  const keyed = rows.map(({ row }) => ({ row, key: keyOf(row, index, kind) }));
  keyed.sort((a, b) => {
    const gaps = (a.key !== a.key) - (b.key !== b.key);
    return gaps || (up ? compare(a.key, b.key) : compare(b.key, a.key));
  });
  body.append(...keyed.map(({ row }) => row));
};
headings.forEach((heading, index) => {
  if (!heading.dataset.sort) return;
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  button.addEventListener("click", () => sortBy(heading, index));
  heading.append(button);
});
const field = (id) => document.getElementById("filter-" + id);
const filter = () => {
  const name = field("name").value.trim().toLowerCase();
  const type = field("type").value;
  let shown = 0;
  for (const item of rows) {
    const fits = item.name.includes(name) && (type === "" || item.type === type) && (!field("alerts").checked || "alerts" in item.row.dataset);
    item.row.hidden = !fits;
    if (item.card) item.card.hidden = !fits;
    if (fits) shown++;
  }
  field("count").value = shown === rows.length ? "" : shown + " of " + rows.length + " columns";
};
const form = document.getElementById("filter");
form.hidden = rows.length < 2;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
})();
`;
