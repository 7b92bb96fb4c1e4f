/**
 * What the phone knows of the server's time: signed anchors, and how long ago each arrived (docs/wire.md).
 * performance.now() starts again with every load of a page, so an anchor remembers in which life it came.
 */

import { get, put } from "./store.js";

/** @typedef {{token: string, at: number, arrivedAt: number, life: string, owner: string}} Anchor */
/** @typedef {{at: number, wall: number, anchor: Anchor|null}} Press performance.now() and Date.now() of a press,
 *   and what was known of the server's time */

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
 * @param {number} arrivedAt performance.now() when it arrived; counting from then errs in the person's favour
 * @param {string} owner whose page this is
 */
export async function remember(token, arrivedAt, owner) {
  newest = { token, at: timeOf(token), arrivedAt, life: LIFE, owner };
  await put("anchors", "newest", newest);
}

/**
 * Takes up what an earlier life of the page knew: the newest anchor on disk, else the one in the kept page.
 * @param {string} token of the kept page
 * @param {string} owner
 */
export async function recall(token, owner) {
  const kept = await get("anchors", "newest");
  newest = kept?.owner === owner ? kept : { token, at: timeOf(token), arrivedAt: 0, life: "earlier", owner };
}

/** When this page itself began to arrive, in performance.now(). */
export function pageArrivedAt() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return navigation?.responseStart || navigation?.fetchStart || 0;
}

/** @returns {Press} */
export function press() {
  return { at: performance.now(), wall: Date.now(), anchor: newest };
}

export function hasAnchorOfThisLife() {
  return newest?.life === LIFE;
}

/**
 * The payload's `acted` for a press: by the anchor known at the press, or where that was of an earlier life, by one
 * that came with the challenge.
 * @param {Press} pressed
 * @returns {{anchor: string, elapsed_ms: number|null, wall_ms: number}}
 */
export function acted({ at, wall, anchor: known }) {
  const anchor = known?.life === LIFE ? known : newest;
  const elapsed = anchor.life === LIFE ? Math.max(Math.round(at - anchor.arrivedAt), 0) : null;
  return { anchor: anchor.token, elapsed_ms: elapsed, wall_ms: wall };
}

/** The time to show: the server's as far as known in this life, else the phone's own. @returns {number} epoch ms */
export function serverNow() {
  if (newest?.life !== LIFE) return Date.now();
  return newest.at + (performance.now() - newest.arrivedAt);
}

/** How far the phone's clock is off, in ms; null where nothing is known. */
export function clockOff() {
  return newest?.life === LIFE ? Date.now() - serverNow() : null;
}
