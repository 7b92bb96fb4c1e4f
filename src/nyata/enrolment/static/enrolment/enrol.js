/** The person's half of an enrolment: code, keys, selfies, one burst of moves, then sending all of it. */

import { ask, post } from "../phone/api.js";
import { decode, encode } from "../phone/b64url.js";
import { makePageKey, pageKey, sign, spki, thumbprint } from "../phone/keys.js";
import { performCapture } from "../phone/overlay.js";
import { canHavePasskey, createPasskey } from "../phone/passkey.js";
import { remove } from "../phone/store.js";
import { Trouble } from "../phone/trouble.js";

const BEGIN_MS = 15_000;
const COMPLETE_MS = 60_000;
const SELFIE_MS = 2_400;
const BUSY_WAITS_MS = [2_000, 3_000, 5_000, 8_000];
// Refused for these, the keys are made anew; for anything else only the photographs are taken again.
const START_OVER = new Set([
  "attestation_refused", "page_key_wrong", "key_used_before", "device_of_another", "device_bound",
  "enrolment_unknown", "enrolment_expired", "enrolment_incomplete", "enrolment_tries_used_up",
]);
const SEND_AGAIN = new Set(["busy", "no_signal"]);

const words = JSON.parse(document.getElementById("enrol-words").textContent);
const part = (name) => document.getElementById(`enrol-${name}`);
const form = part("code");
const go = part("go");

/** What was agreed with the server, made, and photographed so far. */
const state = { begun: null, registration: null, selfies: [], burst: [] };

class Refused extends Error {
  constructor({ code, sentence }) {
    super(sentence);
    this.code = code;
  }
}

function answerOf({ status, body }) {
  if (status === 200) return body;
  throw new Refused(body ?? { code: "unknown", sentence: words.unknown });
}

/** @param {"code"|"capture"|"done"} name the one step on show */
function show(name) {
  for (const step of ["code", "capture", "done"]) part(`step-${step}`).hidden = step !== name;
  part(`step-${name}`).querySelector("h2")?.focus();
}

function say(text, kind = "") {
  part("said").textContent = text;
  part("notice").hidden = !text;
  part("notice").className = `notice ${kind}`;
}

function explain(error) {
  if (error instanceof Refused) return error.message;
  return words[error instanceof Trouble ? (error.code === "no_signal" ? "no_network" : error.code) : "unknown"] ?? words.unknown;
}

async function typeCode(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  say("");
  try {
    const known = (await pageKey()) ? await thumbprint() : null;
    const code = form.elements.code.value.replaceAll(/\s/g, "");
    state.begun = answerOf(await post("/enrolments/code", { code, page_key: known }, BEGIN_MS));
    Object.assign(state, { registration: null, selfies: [], burst: [] });
    if (state.begun.creation && !(await canHavePasskey())) throw new Trouble("passkey_none");
    show("capture");
  } catch (error) {
    say(explain(error), "error");
  } finally {
    button.disabled = false;
  }
}

/** Makes what this phone still lacks. The passkey needs the tap that called this. */
async function makeKeys() {
  if (!state.begun.creation || state.registration) return;
  say(words.making_key);
  if (state.begun.new_page_key) await remove("keys", "page");
  state.registration = await createPasskey(state.begun.creation);
  state.begun.new_page_key = false;
  await makePageKey();
}

async function takePhotographs() {
  const { selfies, frames, moves, duration_ms: durationMs } = state.begun;
  if (selfies && !state.selfies.length) {
    const calm = { ...words, prepare: words.selfies_prepare, straight: words.selfies_straight };
    // One more than is needed: a blink spoils nothing.
    const asked = { moves: [], durationMs: SELFIE_MS, frames: selfies + 1 };
    state.selfies = (await performCapture({ asked, words: calm })).frames;
  }
  if (frames && !state.burst.length) {
    state.burst = (await performCapture({ asked: { moves, durationMs, frames }, words })).frames;
  }
}

async function body() {
  const parts = new FormData();
  if (state.registration) {
    parts.append("registration", JSON.stringify(state.registration));
    parts.append("page_key", encode(await spki()));
    parts.append("page_signature", encode(await sign(decode(state.begun.challenge))));
  }
  parts.append("times_ms", JSON.stringify(state.burst.map((frame) => frame.atMs)));
  for (const { blob } of state.selfies) parts.append("selfie", blob, "selfie.jpg");
  for (const { blob } of state.burst) parts.append("frame", blob, "frame.jpg");
  return parts;
}

/** Sends everything; where others are being looked at, waits for its turn by itself. */
async function send() {
  for (const wait of BUSY_WAITS_MS) {
    try {
      return await sendOnce();
    } catch (error) {
      if (error.code !== "busy") throw error;
      say(error.message);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return sendOnce();
}

async function sendOnce() {
  say(words.checking);
  const csrf = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
  const init = { method: "POST", headers: { "X-CSRFToken": csrf }, body: await body() };
  return answerOf(await ask(`/enrolments/${state.begun.id}/complete`, init, COMPLETE_MS));
}

function afterTrouble(error) {
  say(explain(error), error instanceof Refused ? "warning" : "error");
  if (START_OVER.has(error.code)) {
    show("code");
  } else if (!SEND_AGAIN.has(error.code)) {
    state.selfies = [];
    state.burst = [];
  }
}

async function enrol() {
  go.disabled = true;
  try {
    await makeKeys();
    await takePhotographs();
    const done = await send();
    say("");
    part("result").textContent = done.sentence;
    show("done");
  } catch (error) {
    afterTrouble(error);
  } finally {
    go.disabled = false;
  }
}

form.addEventListener("submit", typeCode);
go.addEventListener("click", enrol);
