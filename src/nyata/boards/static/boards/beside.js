// An attempt opens beside the list where there is room, as a page where there is none. Keys: j k Enter a r Esc.

const panel = document.getElementById("samping");
const roomy = matchMedia("(min-width: 62rem)");
const KEPT = "nyata-shortcuts";

async function open(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, redirect: "manual", cache: "no-store" });
  if (!answer.ok) return location.assign(link.href);
  panel.innerHTML = await answer.text();
  window.htmx?.process(panel);
  panel.scrollTop = 0;
  mark(link);
  setShortcutBox();
}

// The row that is open stays marked, also when the list was made anew.
function mark(link) {
  for (const row of document.querySelectorAll("[data-row].open")) row.classList.remove("open");
  panel.dataset.row = link.closest("[data-row]")?.dataset.row ?? "";
  link.closest("[data-row]")?.classList.add("open");
}

document.addEventListener("board:changed", () => {
  if (panel?.dataset.row) document.querySelector(`[data-row="${panel.dataset.row}"]`)?.classList.add("open");
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-beside]");
  if (link && panel && roomy.matches && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  }
  const quick = event.target.closest("[data-words]");
  if (quick) {
    const words = quick.form?.elements.words ?? document.querySelector("[name=words]");
    words.value = quick.dataset.words;
    words.focus();
  }
  if (event.target.closest("[data-shuts]")) shut();
});

function shut() {
  const row = panel?.dataset.row;
  if (!row) return;
  panel.replaceChildren(empty.cloneNode(true));
  panel.dataset.row = "";
  setShortcutBox();
  const open = document.querySelector(`[data-row="${row}"]`);
  open?.classList.remove("open");
  open?.querySelector("a")?.focus();
}
const empty = panel?.firstElementChild?.cloneNode(true) ?? document.createElement("div");

// One-key shortcuts can be switched off (WCAG 2.1.4); the choice stays on this computer.
const shortcuts = () => localStorage.getItem(KEPT) !== "off";
function setShortcutBox() {
  for (const box of document.querySelectorAll("[data-shortcuts]")) box.checked = shortcuts();
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-shortcuts]")) localStorage.setItem(KEPT, event.target.checked ? "on" : "off");
});

function step(by) {
  const links = [...document.querySelectorAll("a[data-beside]")].filter((link) => link.offsetParent);
  if (!links.length) return;
  const focused = links.indexOf(document.activeElement.closest?.("[data-row]")?.querySelector("a[data-beside]"));
  const opened = links.findIndex((link) => link.closest(".open"));
  const from = focused >= 0 ? focused : opened;
  const next = links[Math.min(Math.max(from + by, 0), links.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (panel?.dataset.row && roomy.matches) open(next);
}

// a and r decide only when the reason has been written; before that they lead to where it is written.
function decide(decision) {
  const form = document.querySelector("form[data-decides]");
  if (!form) return;
  const words = form.elements.words;
  if (words.value.trim().length < words.minLength) return words.focus();
  form.querySelector(`button[value="${decision}"]`)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    if (typing) return typing.blur();
    return shut();
  }
  if (typing || !shortcuts()) return;
  const done = { j: () => step(1), k: () => step(-1), a: () => decide("accept"), r: () => decide("decline") }[event.key];
  if (done) {
    event.preventDefault();
    done();
  }
});
setShortcutBox();
