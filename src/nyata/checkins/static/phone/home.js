/** The check-in page. */

import { pageArrivedAt, recall, remember, serverNow } from "./anchor.js";
import { attempt } from "./attempt.js";
import { hoursMinutes, partOfDay, tick, withSeconds, WRONG_CLOCK_MS } from "./clock.js";
import { told } from "./dom.js";
import { lightCamera, lightPhone, lightPlace } from "./lights.js";
import { PlaceWatch } from "./place.js";
import { forget, kept, keptOne, settled } from "./queue.js";
import * as result from "./result.js";
import { keepSending, sendNow } from "./sending.js";
import { answerTo, signWithPasskey } from "./signing.js";
import { refill } from "./tickets.js";
import { verdictOf } from "./verdict.js";
import { showWaiting } from "./waiting.js";
import { keepThisPage, registerWorker, wakeWhenOnline } from "./worker.js";

const state = told("state");
const words = told("words");
const isKept = document.body.hasAttribute("data-kept");
// Longer than this and the person is told that it is stored; the sending goes on behind.
const SEND_PATIENCE_MS = 10_000;

const place = new PlaceWatch();
let purpose = state.purpose;
/** @type {string|null} the bundle that the result on the page tells of */
let shown = null;
/** @type {{isBound: boolean, thumbprint: string|null}} */
let phone = { isBound: false, thumbprint: null };

const done = () => location.reload();

async function start() {
  if (isKept) await recall(state.anchor, state.owner);
  else await remember(state.anchor, pageArrivedAt(), state.owner);
  showClock();
  if (state.canAct) await makeReady();
  await showWaiting(words, state.urls, () => shown);
  keepSending();
  if (!isKept) registerWorker(state.urls.worker);
  if (phone.isBound) refill(state.owner, serverNow()).catch((error) => console.info("no tickets now", error));
}

async function makeReady() {
  const button = document.getElementById("act");
  button.addEventListener("click", () => act({}));
  document.getElementById("other-purpose").addEventListener("click", switchPurpose);
  // What waits in this phone was done too, although the server does not know of it yet.
  const last = (await kept()).filter((one) => one.state === "waiting").at(-1);
  if (last?.purpose === purpose) switchPurpose();
  lightPlace(place, state.sites, words);
  lightCamera(words);
  phone = await lightPhone(state.device, words);
  button.disabled = false;
}

function showClock() {
  const note = document.getElementById("clock-note");
  const greeting = document.getElementById("greeting");
  tick(document.getElementById("clock"), (isServers, offMs) => {
    const isWrong = offMs !== null && Math.abs(offMs) > WRONG_CLOCK_MS;
    const text = isServers ? words.clock.server : words.clock.phone;
    note.textContent = isWrong ? words.clock.wrong : text;
    greeting.textContent = words.greetings[partOfDay(serverNow())];
  });
}

function switchPurpose() {
  purpose = purpose === "in" ? "out" : "in";
  document.getElementById("act-word").textContent = words.act[purpose];
  document.getElementById("other-purpose").textContent = words.act[purpose === "in" ? "other_out" : "other_in"];
}

/** @param {{stepUpOf?: string|null, fieldDuty?: string|null}} wish */
async function act({ stepUpOf = null, fieldDuty = null }) {
  const button = document.getElementById("act");
  if (button.disabled) return;
  button.disabled = true;
  try {
    if (!phone.isBound && !(await answerTo("stranger-dialog"))) return;
    const { keptId, shownAt } = await attempt({
      owner: state.owner,
      purpose,
      stepUpOf,
      fieldDuty,
      place,
      pageKey: phone.thumbprint,
      words: words.capture,
      assert: (digest) => signWithPasskey(digest, state.device.credential),
      onSigning: () => result.show("signing", {}, words),
    });
    await follow(keptId, shownAt, stepUpOf);
  } catch (error) {
    tellTrouble(error);
  } finally {
    button.disabled = false;
  }
}

/**
 * From disk to the verdict.
 * @param {string} keptId
 * @param {number} shownAt
 * @param {string|null} first the attempt that this one repeats
 */
async function follow(keptId, shownAt, first) {
  shown = keptId;
  const time = withSeconds(shownAt);
  result.show("checking", { time }, words);
  await Promise.race([sendNow(), new Promise((resolve) => setTimeout(resolve, SEND_PATIENCE_MS))]);
  if ((await keptOne(keptId)).state === "waiting") {
    result.offerDone(result.show("stored", { time }, words), done);
    wakeWhenOnline();
  }
  const one = await settled(keptId);
  if (!one) return;
  await forget(keptId);
  if (one.state === "refused") {
    result.offerDone(result.show("refused", { reasons: [one.answer.sentence] }, words), done);
    return;
  }
  keepThisPage();
  await showOutcome(one.answer.id, time, first ?? one.answer.id);
}

/** @param {string} id of the check-in @param {string} time of the press @param {string} first of its chain */
async function showOutcome(id, time, first) {
  const verdict = await verdictOf(id);
  if (verdict) {
    const counted = hoursMinutes(verdict.counts_at ?? verdict.acted_at);
    result.showVerdict(verdict, counted, words, state.urls, {
      retry: () => act({ stepUpOf: first }),
      fieldDuty: (duty) => act({ stepUpOf: first, fieldDuty: duty }),
      done,
    });
  } else result.offerDone(result.show("sent", { time }, words), done);
}

function tellTrouble(error) {
  if (error.code === "cancelled") {
    result.hide();
    return;
  }
  const { short, help } = words.troubles[error.code] ?? words.troubles.unknown;
  if (error.code === "refused") result.offerDone(result.show("refused", { reasons: [error.cause.sentence] }, words), done);
  else result.offerDone(result.show("trouble", { title: short, reasons: [help] }, words), done);
  if (!(error.code in words.troubles)) console.error(error);
}

start();
