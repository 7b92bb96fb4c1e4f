// A month of rosters: codes typed into a grid, arrows between cells, a block pasted from a spreadsheet, one POST for all.

const form = document.getElementById("jadwal");
const said = (id) => JSON.parse(document.getElementById(id).textContent);
const codes = new Set(said("kode"));
const sentences = said("kalimat");
const state = document.getElementById("keadaan");
const refusal = document.getElementById("penolakan");
const save = form.querySelector("button");
const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);
const place = new Map(rows.flatMap((row, y) => row.map((cell, x) => [cell, [x, y]])));
const changed = new Set();

const mark = (cell) => {
  cell.value = cell.value.trim().toUpperCase();
  const differs = cell.value !== cell.defaultValue;
  differs ? changed.add(cell) : changed.delete(cell);
  cell.parentElement.classList.toggle("changed", differs);
  const unknown = cell.value !== "" && !codes.has(cell.value);
  unknown ? cell.setAttribute("aria-invalid", "true") : cell.removeAttribute("aria-invalid");
};

const tell = () => {
  const wrong = [...changed].filter((cell) => cell.hasAttribute("aria-invalid")).length;
  save.disabled = changed.size === 0 || wrong > 0;
  state.textContent = wrong
    ? sentences.unknown.replace("%s", wrong)
    : changed.size ? sentences.changed.replace("%s", changed.size) : sentences.none;
};

const go = (cell, x, y) => {
  const next = rows[y]?.[x];
  if (!next) return;
  next.focus();
  next.select();
};

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], Enter: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

form.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const at = place.get(event.target);
  if (!step || !at || event.isComposing) return;
  const { selectionStart, selectionEnd, value } = event.target;
  // Inside a code the arrows move within it, at its ends they leave the cell.
  if (event.key === "ArrowLeft" && selectionStart !== 0 && selectionEnd - selectionStart !== value.length) return;
  if (event.key === "ArrowRight" && selectionEnd !== value.length && selectionStart !== 0) return;
  event.preventDefault();
  go(event.target, at[0] + step[0], at[1] + step[1]);
});

form.addEventListener("change", (event) => {
  if (!place.has(event.target)) return;
  mark(event.target);
  tell();
});

form.addEventListener("input", (event) => {
  if (!place.has(event.target)) return;
  event.target.value !== event.target.defaultValue ? changed.add(event.target) : changed.delete(event.target);
  event.target.removeAttribute("aria-invalid");
  tell();
});

form.addEventListener("paste", (event) => {
  const at = place.get(event.target);
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  if (!at || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  text.split(/\r?\n/).forEach((line, dy) => line.split("\t").forEach((code, dx) => {
    const cell = rows[at[1] + dy]?.[at[0] + dx];
    if (!cell || cell.readOnly) return;
    cell.value = code.slice(0, 6);
    mark(cell);
  }));
  tell();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  changed.forEach(mark);
  tell();
  if (save.disabled) return;
  save.disabled = true;
  refusal.hidden = true;
  state.textContent = sentences.saving;
  const changes = [...changed].map((cell) => [Number(cell.dataset.person), cell.dataset.day, cell.value]);
  try {
    const answer = await fetch(form.dataset.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify({ changes }),
    });
    const { sentence } = await answer.json();
    if (!answer.ok) throw new Error(sentence);
    changed.forEach((cell) => {
      cell.defaultValue = cell.value;
      cell.parentElement.classList.remove("changed");
      cell.parentElement.classList.toggle("own", cell.value !== "");
    });
    changed.clear();
    tell();
    state.textContent = sentence;
  } catch (error) {
    refusal.querySelector("span").textContent = error instanceof TypeError || error instanceof SyntaxError
      ? sentences.network : error.message;
    refusal.hidden = false;
    tell();
  }
});

form.querySelector("[aria-current=date]")?.scrollIntoView({ block: "nearest", inline: "center" });

window.addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});
