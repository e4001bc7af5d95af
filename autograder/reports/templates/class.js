"use strict";
const H = document.documentElement, one = s => document.querySelector(s), all = s => [...document.querySelectorAll(s)];
const table = one("#rows"), body = table.tBodies[0], dialog = one("dialog");
let rows = [...body.rows];
const sorted = new Map(), said_of = new Map(rows.map(row => [row, row.dataset.s])), in_groups = new Map(rows.map(row => [row, row.dataset.k.split(" ")]));
const PAGE = 150;  // laying out more rows than this at once is slow
let assignment = "", group = "", opened = null, matching = rows, limit = PAGE;

function said(element) { return element.dataset[H.dataset.lang]; }  // the page brings both languages along
function count() {
  const output = one("#count"), find = one("#find");
  output.textContent = said(output).replace("{n}", matching.length).replace("{total}", rows.length);
  find.placeholder = find.ariaLabel = said(find);
}
function filter() {
  const words = one("#find").value.trim().toLowerCase().split(/\s+/);
  matching = rows.filter(row => words.every(word => said_of.get(row).includes(word))
    && (!assignment || row.dataset.a === assignment) && (!group || in_groups.get(row).includes(group)));
  body.replaceChildren(...matching.slice(0, limit));  // the others wait outside of the page
  one("#more").hidden = matching.length <= limit;
  for (const button of all("[data-g]")) button.setAttribute("aria-pressed", String(button.dataset.g === group));
  one("#chosen").hidden = !group && !one("#find").value;
  count();
}
function tell(button) {  // what the table is filtered by, in the words of what was chosen
  const label = button.closest("li")?.querySelector(".lb") ?? button;
  one("#chosen b").replaceChildren(...[...label.childNodes].map(node => node.cloneNode(true)));
}
function shorten(part, whole) {  // a list shows its first rows; the others on request
  const found = [...part.querySelectorAll("tbody tr")].filter(row => !assignment || row.dataset.only === assignment);
  const most = whole ? Infinity : Number(part.dataset.list), none = part.querySelector(".ok");
  found.forEach((row, i) => { row.hidden = i >= most; });
  part.querySelector(".rest").hidden = found.length <= most;
  part.querySelector("table").hidden = !found.length;
  if (none) none.hidden = found.length > 0; else part.hidden = !found.length;
}
function choose(name) {
  assignment = name;
  for (const part of all("[data-scope]")) {
    part.hidden = part.dataset.scope !== name;
    delete part.dataset.later;
  }
  for (const part of all("[data-only]")) part.hidden = Boolean(name) && part.dataset.only !== name;
  for (const button of all("[data-choose]")) button.setAttribute("aria-pressed", String(button.dataset.choose === name));
  for (const part of all("[data-list]")) shorten(part, false);
  filter();
}
function card(id) {  // a document of its own: nothing in it runs or is fetched
  return new DOMParser().parseFromString(document.getElementById(id).textContent, "text/html").body.firstChild;
}
function show(row, id) {
  opened = row;
  const name = row.querySelector(".nm"), title = one("#who"), link = row.querySelector(".nm a"), page = one("#page");
  title.textContent = name.textContent;
  title.dataset.n = name.dataset.n;
  page.hidden = !link;
  if (link) page.href = link.href;
  one("#what").textContent = row.querySelector("[data-points]").dataset.points;
  const ids = row.dataset.c ? row.dataset.c.split(" ") : [];
  one("#cards").replaceChildren(...ids.map(card));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  if (id) one("#cards").children[ids.indexOf(id)]?.scrollIntoView({ block: "center" });
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
  if (!sorted.has(column)) {
    const keys = new Map(rows.map(row => [row, key(row)])), order = new Intl.Collator("ko", { numeric: true });
    const compare = header.dataset.kind === "number" ? (a, b) => a - b : order.compare;
    sorted.set(column, [...rows].sort((a, b) => compare(keys.get(a), keys.get(b))));
  }
  rows = up ? sorted.get(column) : sorted.get(column).toReversed();
  filter();
}
function clear() { opened = null; group = ""; one("#find").value = ""; filter(); one("#find").focus(); }

H.dataset.js = "on";
one("#lang").onclick = () => { H.dataset.lang = H.lang = H.dataset.lang === "ko" ? "en" : "ko"; count(); };
one("#theme").onclick = () => { chosen = H.dataset.theme = H.dataset.theme === "dark" ? "light" : "dark"; };
one("#anon").onclick = event => {
  const on = H.dataset.anon !== "on";
  H.dataset.anon = on ? "on" : "off";
  event.currentTarget.setAttribute("aria-pressed", String(on));
};
one("#find").oninput = () => {
  if (!group) one("#chosen b").textContent = one("#find").value;
  filter();
};
one("#clear").onclick = clear;
one("#more").onclick = () => { limit = Infinity; filter(); };
one("#before").onclick = () => step(-1);
one("#after").onclick = () => step(1);
one("#close").onclick = () => dialog.close();
dialog.onclick = event => { if (event.target === dialog) dialog.close(); };
dialog.onkeydown = event => {
  if (event.key === "ArrowLeft" && event.target.tagName !== "INPUT") step(-1);
  if (event.key === "ArrowRight" && event.target.tagName !== "INPUT") step(1);
};
document.onkeydown = event => {
  if (dialog.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && event.target.tagName !== "INPUT") { event.preventDefault(); one("#find").focus(); }
  if (event.key === "Escape" && !one("#chosen").hidden) clear();
};
dialog.onclose = () => { one("#cards").replaceChildren(); opened?.querySelector("button")?.focus(); };
body.onclick = event => {
  const chip = event.target.closest("a.c");
  if (chip) event.preventDefault();
  if (chip || event.target.closest("button")) show(event.target.closest("tr"), chip?.hash.slice(1));
};
for (const chip of body.querySelectorAll("a.c")) chip.tabIndex = -1;  // one stop a row is enough: its button
for (const button of all("[data-choose]")) button.onclick = () => choose(button.dataset.choose);
for (const button of all("[data-g]")) button.onclick = () => {
  group = group === button.dataset.g ? "" : button.dataset.g;
  tell(button);
  filter();
  if (group && !button.closest(".ctl")) { one("#students").scrollIntoView(); one("#clear").focus({ preventScroll: true }); }
};
for (const button of all(".rest")) button.onclick = () => shorten(button.closest("[data-list]"), true);
for (const button of all("#rows thead button")) {
  const header = button.closest("th");
  button.onclick = () => sort(header.cellIndex, header);
}
const asked = new URLSearchParams(location.search), dark = matchMedia("(prefers-color-scheme:dark)");
let chosen = ["dark", "light"].includes(asked.get("theme")) ? asked.get("theme") : "";
function follow() { H.dataset.theme = chosen || (dark.matches ? "dark" : "light"); }
dark.onchange = follow;
onbeforeprint = () => { H.dataset.theme = "light"; body.replaceChildren(...matching); };
onafterprint = () => { follow(); filter(); };
follow();
if (["ko", "en"].includes(asked.get("lang"))) H.dataset.lang = H.lang = asked.get("lang");
choose("");
