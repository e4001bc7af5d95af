"use strict";
const H = document.documentElement, one = s => document.querySelector(s), all = s => [...document.querySelectorAll(s)];
const table = one("#rows"), body = table.tBodies[0], rows = [...body.rows], dialog = one("dialog");
const PAGE = 400;  // laying out more rows than this at once is slow
let assignment = "", group = "", opened = null, matching = rows, limit = PAGE;

function said(element) { return element.dataset[H.dataset.lang]; }  // the page brings both languages along
function count() {
  const output = one("#count"), find = one("#find");
  output.textContent = said(output).replace("{n}", matching.length).replace("{total}", rows.length);
  find.placeholder = find.ariaLabel = said(find);
}
function filter() {
  const words = one("#find").value.trim().toLowerCase().split(/\s+/);
  matching = rows.filter(row => words.every(word => row.dataset.s.includes(word))
    && (!assignment || row.dataset.a === assignment) && (!group || row.dataset.k.split(" ").includes(group)));
  const visible = new Set(matching.slice(0, limit));
  for (const row of rows) row.hidden = !visible.has(row);
  one("#more").hidden = matching.length <= limit;
  for (const button of all("[data-g]")) button.setAttribute("aria-pressed", String(button.dataset.g === group));
  one("#clear").hidden = !group && !one("#find").value;
  count();
}
function choose(name) {
  assignment = name;
  for (const part of all("[data-scope]")) part.hidden = part.dataset.scope !== name;
  for (const part of all("[data-only]")) part.hidden = Boolean(name) && part.dataset.only !== name;
  for (const button of all("[data-choose]")) button.setAttribute("aria-pressed", String(button.dataset.choose === name));
  for (const part of all("[data-list]")) {  // a list with nothing in it for this assignment
    const some = [...part.querySelectorAll("tbody tr")].some(row => !row.hidden), none = part.querySelector(".ok");
    part.querySelector("table").hidden = !some;
    if (none) none.hidden = some; else part.hidden = !some;
  }
  filter();
}
function show(row) {
  opened = row;
  const name = row.querySelector(".nm"), title = one("#who");
  title.textContent = name.textContent;
  title.dataset.n = name.dataset.n;
  one("#what").textContent = row.querySelector("[data-points]").dataset.points;
  const ids = row.dataset.c ? row.dataset.c.split(" ") : [];
  one("#cards").replaceChildren(...ids.map(id => document.getElementById(id).content.cloneNode(true)));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  const at = matching.indexOf(row);
  one("#before").disabled = at <= 0;
  one("#after").disabled = at < 0 || at === matching.length - 1;
}
function step(by) {
  const row = matching[matching.indexOf(opened) + by];
  if (row) show(row);
}
function sort(column, header) {
  const up = header.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.setAttribute("aria-sort", "none");
  header.setAttribute("aria-sort", up ? "ascending" : "descending");
  const key = row => row.cells[column].dataset.v ?? row.cells[column].textContent;
  const numbers = header.dataset.kind === "number", order = new Intl.Collator("ko", { numeric: true });
  const keys = new Map(rows.map(row => [row, key(row)]));
  const compare = numbers ? (a, b) => a - b : order.compare;
  rows.sort((a, b) => (up ? 1 : -1) * compare(keys.get(a), keys.get(b)));
  body.append(...rows);
  filter();
}

one("#lang").onclick = () => { H.dataset.lang = H.lang = H.dataset.lang === "ko" ? "en" : "ko"; count(); };
one("#theme").onclick = () => { H.dataset.theme = H.dataset.theme === "dark" ? "light" : "dark"; };
one("#anon").onclick = event => {
  const on = H.dataset.anon !== "on";
  H.dataset.anon = on ? "on" : "off";
  event.currentTarget.setAttribute("aria-pressed", String(on));
};
one("#find").oninput = filter;
one("#clear").onclick = () => { group = ""; one("#find").value = ""; filter(); };
one("#more").onclick = () => { limit = Infinity; filter(); };
one("#before").onclick = () => step(-1);
one("#after").onclick = () => step(1);
one("#close").onclick = () => dialog.close();
dialog.onclick = event => { if (event.target === dialog) dialog.close(); };
dialog.onkeydown = event => {
  if (event.key === "ArrowLeft" && event.target.tagName !== "INPUT") step(-1);
  if (event.key === "ArrowRight" && event.target.tagName !== "INPUT") step(1);
};
dialog.onclose = () => { one("#cards").replaceChildren(); opened?.querySelector("button")?.focus(); };
body.onclick = event => { if (event.target.closest("button")) show(event.target.closest("tr")); };
for (const button of all("[data-choose]")) button.onclick = () => choose(button.dataset.choose);
for (const button of all("[data-g]")) button.onclick = () => {
  group = group === button.dataset.g ? "" : button.dataset.g;
  filter();
  if (group && !button.closest(".ctl")) one("#students").scrollIntoView();
};
for (const button of all("#rows thead button")) {
  const header = button.closest("th");
  button.onclick = () => sort(header.cellIndex, header);
}
const asked = new URLSearchParams(location.search);
H.dataset.theme = asked.get("theme") === "dark" || (!asked.get("theme") && matchMedia("(prefers-color-scheme:dark)").matches) ? "dark" : "light";
if (["ko", "en"].includes(asked.get("lang"))) H.dataset.lang = H.lang = asked.get("lang");
choose("");
