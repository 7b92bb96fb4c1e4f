/**
 * Signed bundles on their way. One is on disk before the first attempt to send it, and leaves only when the server
 * has it or has refused it for good. Used by the pages and by the service worker; knows neither of them.
 */

import { ask } from "./api.js";
import { all, get, put, remove } from "./store.js";
import { Trouble } from "./trouble.js";

/**
 * `shownAt` is the press as the person was told it, in epoch milliseconds.
 * @typedef {{id: string, purpose: "in"|"out", shownAt: number, state: "waiting"|"sent"|"refused",
 *   bundle?: Awaited<ReturnType<import("./bundle.js").signBundle>>, answer?: any}} Kept
 */

const PATIENCE_MS = 60_000;
// Not answers to this bundle: too slow, too many, or a gate in between. All other 4xx are final.
const TRY_AGAIN = new Set([401, 407, 408, 421, 425, 429]);
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("nyata-queue") : null;
/** @type {Set<() => void>} */
const watchers = new Set();

channel?.addEventListener("message", () => watchers.forEach((tell) => tell()));

function changed() {
  watchers.forEach((tell) => tell());
  channel?.postMessage("changed");
}

/** Tells when anything in the queue changed, here or in another page. @param {() => void} tell */
export function watchQueue(tell) {
  watchers.add(tell);
}

/** @returns {Promise<Kept[]>} the oldest first */
export async function kept() {
  return (await all("queue")).sort((one, other) => one.shownAt - other.shownAt);
}

/** @param {Omit<Kept, "id"|"state">} bundle @returns {Promise<string>} its id, once it is on disk */
export async function keep(bundle) {
  const id = crypto.randomUUID();
  await put("queue", id, { ...bundle, id, state: "waiting" });
  changed();
  return id;
}

/** Takes away what the person has read. @param {string} id */
export async function forget(id) {
  await remove("queue", id);
  changed();
}

/** @param {NonNullable<Kept["bundle"]>} bundle @returns {FormData} */
function formOf({ payload, assertion, pageSignature, frames }) {
  const form = new FormData();
  form.append("payload", new Blob([payload], { type: "application/json" }), "payload.json");
  form.append("assertion", assertion);
  form.append("page_signature", pageSignature);
  frames.forEach((frame, index) => form.append("frame", new Blob([frame], { type: "image/jpeg" }), `${index}.jpg`));
  return form;
}

/** @param {Kept} one @returns {Promise<Kept>} in its new state */
async function sendOne(one) {
  const { status, body } = await ask("/checkins", { method: "POST", body: formOf(one.bundle) }, PATIENCE_MS);
  const isOurs = status >= 200 && status < 300 && body?.id;
  const isRefused = status >= 400 && status < 500 && body?.code && !TRY_AGAIN.has(status);
  if (!isOurs && !isRefused) return one;
  const { bundle, ...rest } = one;
  const done = { ...rest, state: isOurs ? "sent" : "refused", answer: body };
  await put("queue", one.id, done);
  changed();
  return /** @type {Kept} */ (done);
}

/** One sender at a time in this browser, where the browser can tell; twice would do no harm. */
function alone(work) {
  return navigator.locks ? navigator.locks.request("nyata-send", work) : work();
}

/** Sends everything that waits. @returns {Promise<boolean>} whether nothing waits any more */
export function sendAll() {
  return alone(async () => {
    for (const one of await kept()) {
      if (one.state !== "waiting") continue;
      try {
        const after = await sendOne(one);
        if (after.state === "waiting") return false;
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        return false; // no network for one is no network for all; the caller tries again later
      }
    }
    return true;
  });
}

/** @param {string} id @returns {Promise<Kept|undefined>} */
export const keptOne = (id) => get("queue", id);

/**
 * @param {string} id
 * @returns {Promise<Kept|undefined>} once the server has it or has refused it, however long that takes; nothing where
 *   another page of this browser has shown and forgotten it
 */
export function settled(id) {
  return new Promise((resolve) => {
    const look = async () => {
      const one = await keptOne(id);
      if (one?.state === "waiting") return;
      watchers.delete(look);
      resolve(one);
    };
    watchers.add(look);
    look();
  });
}
