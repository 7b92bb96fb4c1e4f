/** The result of an attempt: a large sign, the time that counts, the reasons in words, what to do next. */

import { copyOf, make, say } from "./dom.js";

/**
 * What a result offers.
 * @typedef {object} Doors
 * @property {() => void} retry
 * @property {(words: string) => void} fieldDuty
 * @property {() => void} done
 */

// The server puts the reason that asks for something first.
const LEADING = 1;
const NIL = "00000000-0000-0000-0000-000000000000";

/**
 * Shows a result in place of the ready page.
 * @param {string} kind an outcome of the server, or signing, checking, stored, sent, trouble
 * @param {{title?: string, note?: string, time?: string, reasons?: string[]}} content over the words of the kind
 * @param {any} words
 * @returns {HTMLElement}
 */
export function show(kind, content, words) {
  const panel = copyOf("result-panel");
  const { title, note, time = "", reasons = [] } = { ...words.result[kind], ...content };
  panel.dataset.kind = kind;
  const isOver = !["trouble", "refused"].includes(kind);
  say(panel, { title, note, time, done: isOver ? words.result.finish : words.result.back });
  listReasons(panel, reasons, kind === "accepted" ? reasons.length : LEADING);
  const place = document.getElementById("result");
  place.replaceChildren(panel);
  place.hidden = false;
  document.getElementById("ready").hidden = true;
  document.body.classList.add("shows-result");
  scrollTo(0, 0);
  panel.querySelector("h2").focus({ preventScroll: true });
  return panel;
}

/** The first reasons stand above the actions, the rest opens below them. */
function listReasons(panel, reasons, leading) {
  const items = reasons.map((reason) => make("li", {}, reason));
  panel.querySelector("[data-list=first]").append(...items.slice(0, leading));
  panel.querySelector("[data-list=rest]").append(...items.slice(leading));
  panel.querySelector("[data-part=more]").hidden = items.length <= leading;
}

/** Back to the ready page. */
export function hide() {
  document.getElementById("result").hidden = true;
  document.getElementById("ready").hidden = false;
  document.body.classList.remove("shows-result");
}

/** @param {HTMLElement} panel @param {() => void} done */
export function offerDone(panel, done) {
  const button = panel.querySelector("[data-part=done]");
  button.hidden = false;
  button.addEventListener("click", done);
}

/**
 * @param {import("./verdict.js").Verdict} verdict
 * @param {string} time as it is written
 * @param {any} words
 * @param {{story: string, receipt: string}} urls with the nil UUID where the id belongs
 * @param {Doors} doors
 */
export function showVerdict(verdict, time, words, urls, doors) {
  const reasons = verdict.reasons.map((reason) => reason.sentence);
  const away = verdict.next === "field_duty" ? words.result.away : {};
  const panel = show(verdict.outcome ?? "error", { time, reasons, ...away }, words);
  const actions = panel.querySelector("[data-list=actions]");
  if (verdict.next === "field_duty") actions.append(fieldDutyForm(doors));
  if (verdict.outcome === "step_up" && verdict.tries_left > 0) {
    // Outside the fence the field duty comes first; trying again is then the second way.
    const rank = verdict.next === "field_duty" ? " quiet" : "";
    const again = make("button", { type: "button", class: `button large${rank}` }, words.result.again);
    again.addEventListener("click", doors.retry);
    actions.append(again);
  }
  panel.querySelector("[data-part=witness]").hidden = verdict.outcome !== "step_up";
  const receipt = panel.querySelector("[data-part=receipt]");
  receipt.querySelector("img").src = urls.receipt.replace(NIL, verdict.id);
  receipt.querySelector("a").href = urls.story.replace(NIL, verdict.id);
  receipt.hidden = false;
  offerDone(panel, doors.done);
}

/** "Saya tugas lapangan", which asks for words before it acts. */
function fieldDutyForm(doors) {
  const form = copyOf("field-duty");
  const opener = form.querySelector("[data-part=open]");
  const fields = form.querySelector("[data-part=fields]");
  opener.addEventListener("click", () => {
    opener.hidden = true;
    fields.hidden = false;
    fields.querySelector("textarea").focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    doors.fieldDuty(fields.querySelector("textarea").value.trim());
  });
  return form;
}
