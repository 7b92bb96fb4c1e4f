/** A supervisor or named witness vouches, from their own bound phone, that somebody is here. */

import { post, read } from "./api.js";
import { decode, encode, join, sha256 } from "./b64url.js";
import { canonicalBytes } from "./canonical.js";
import { hoursMinutes } from "./clock.js";
import { copyOf, say, told } from "./dom.js";
import { signWithPasskey } from "./signing.js";
import { Trouble } from "./trouble.js";

const state = told("state");
const words = told("words");
const PATIENCE_MS = 15_000;
const form = /** @type {HTMLFormElement} */ (document.getElementById("witness-form"));
/** @type {{id: number, name: string, attempt: {id: string, purpose: string}|null}|null} */
let chosen = null;

/** Answers of the API that say no carry their sentence. */
function answered({ status, body }) {
  if (status >= 200 && status < 300) return body;
  throw new Trouble(body?.code ? "refused" : "no_signal", body);
}

async function list() {
  const { people } = answered(await read("/attestations/people", PATIENCE_MS));
  const place = document.getElementById("people");
  place.replaceChildren(...people.map(row));
  document.getElementById("nobody").hidden = people.length > 0;
  document.getElementById("find").addEventListener("input", ({ target }) => {
    const wanted = target.value.trim().toLowerCase();
    for (const item of place.children) item.hidden = !item.dataset.name.includes(wanted);
  });
}

function row(person) {
  const item = copyOf("person");
  item.dataset.name = person.name.toLowerCase();
  const attempt = person.attempt ? words.waits.replace("%s", hoursMinutes(person.attempt.acted_at)) : "";
  say(item, { name: person.name, unit: person.unit, attempt });
  item.querySelector("button").addEventListener("click", () => choose(person));
  return item;
}

function choose(person) {
  chosen = person;
  say(form, { name: person.name });
  if (person.attempt) form.elements.purpose.value = person.attempt.purpose;
  document.getElementById("choose").hidden = true;
  form.hidden = false;
  form.querySelector("h2").focus();
}

function startOver() {
  form.reset();
  form.hidden = true;
  document.getElementById("choose").hidden = false;
}

async function vouch() {
  const purpose = form.elements.purpose.value;
  const challenge = answered(
    await post("/attestations/challenges", { person: chosen.id, purpose }, PATIENCE_MS),
  );
  const attempt = chosen.attempt?.purpose === purpose ? chosen.attempt.id : null;
  const payload = canonicalBytes({
    v: 1,
    origin: location.origin,
    challenge: challenge.id,
    person: chosen.id,
    purpose,
    checkin: attempt,
    reason: form.elements.reason.value,
    words: form.elements.words.value.trim(),
  });
  const digest = await sha256(join("nyata-witness-v1", decode(challenge.nonce), await sha256(payload)));
  const assertion = await signWithPasskey(digest, state.credential);
  return answered(await post("/attestations", { payload: encode(payload), assertion }, PATIENCE_MS));
}

function tell(kind, text) {
  const note = document.getElementById("note");
  note.className = `notice ${kind}`;
  note.textContent = text;
  note.hidden = false;
  note.focus();
}

function tellTrouble(error) {
  const trouble = words.troubles[error.code];
  tell("error", error.code === "refused" ? error.cause.sentence : `${trouble.short}. ${trouble.help}`);
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const { made_at: madeAt } = await vouch();
    tell("success", words.done.replace("%n", chosen.name).replace("%s", hoursMinutes(madeAt)));
    startOver();
    await list();
  } catch (error) {
    tellTrouble(error);
  } finally {
    button.disabled = false;
  }
});
document.getElementById("back")?.addEventListener("click", startOver);

if (state.credential) list().catch(tellTrouble);
