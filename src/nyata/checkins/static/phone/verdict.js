/** What became of a bundle that the server has: asked again and again until it is judged. */

import { read } from "./api.js";

/** @typedef {{id: string, purpose: "in"|"out", acted_at: string, outcome: string|null, counts_at: string|null,
 *   reasons: {code: string, sentence: string}[], next: string|null, tries_left: number}} Verdict */

const OFTEN_MS = 400;
const SELDOM_MS = 3000;
const OFTEN_TIMES = 15;
const TIMES = 35;

/**
 * @param {string} id of the check-in
 * @returns {Promise<Verdict|null>} null where the page may not read it (signed out), or nothing came in a minute
 */
export async function verdictOf(id) {
  let last = null;
  for (let time = 0; time < TIMES; time += 1) {
    const { status, body } = await read(`/checkins/${id}`, 8000).catch(() => ({ status: 0, body: null }));
    if (status === 200) last = body;
    if (status === 200 && body.outcome) return body;
    if (status === 401 || status === 403 || status === 404) return null;
    await new Promise((resolve) => setTimeout(resolve, time < OFTEN_TIMES ? OFTEN_MS : SELDOM_MS));
  }
  return last;
}
