/**
 * What the phone knows of the server's time: signed anchors, and how long ago each was asked for (docs/wire.md).
 * performance.now() starts again with every load of a page, so an anchor remembers in which life it came.
 */

import { get, put } from "./store.js";

/** @typedef {{token: string, at: number, sentAt: number, life: string, owner: string}} Anchor */
/** @typedef {{at: number, wall: number}} Press performance.now() and Date.now() of a press */

const LIFE = crypto.randomUUID();
/** @type {Anchor|null} */
let newest = null;

/** The server's time inside an anchor's token, in epoch milliseconds. @param {string} token */
export function timeOf(token) {
  const [body] = token.split(".");
  return Date.parse(JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/"))).at);
}

/**
 * @param {string} token
 * @param {number} sentAt performance.now() when the request for it was sent
 * @param {string} owner whose page this is
 */
export async function remember(token, sentAt, owner) {
  newest = { token, at: timeOf(token), sentAt, life: LIFE, owner };
  await put("anchors", "newest", newest);
}

/**
 * Takes up what an earlier life of the page knew: the newest anchor on disk, else the one in the kept page.
 * @param {string} token of the kept page
 * @param {string} owner
 */
export async function recall(token, owner) {
  const kept = await get("anchors", "newest");
  newest = kept?.owner === owner ? kept : { token, at: timeOf(token), sentAt: 0, life: "earlier", owner };
}

/** When the request for this page itself was sent, in performance.now(). */
export function pageRequestedAt() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return navigation?.requestStart || navigation?.fetchStart || 0;
}

/** @returns {Press} */
export function press() {
  return { at: performance.now(), wall: Date.now() };
}

export function hasAnchorOfThisLife() {
  return newest?.life === LIFE;
}

/**
 * The payload's `acted` for a press.
 * @param {Press} pressed
 * @returns {{anchor: string, elapsed_ms: number|null, wall_ms: number}}
 */
export function acted(pressed) {
  const sameLife = newest.life === LIFE;
  const elapsed = sameLife ? Math.max(Math.round(pressed.at - newest.sentAt), 0) : null;
  return { anchor: newest.token, elapsed_ms: elapsed, wall_ms: pressed.wall };
}

/** The time to show: the server's as far as known in this life, else the phone's own. @returns {number} epoch ms */
export function serverNow() {
  if (newest?.life !== LIFE) return Date.now();
  return newest.at + (performance.now() - newest.sentAt);
}

/** How far the phone's clock is off, in ms; null where nothing is known. */
export function clockOff() {
  return newest?.life === LIFE ? Date.now() - serverNow() : null;
}
