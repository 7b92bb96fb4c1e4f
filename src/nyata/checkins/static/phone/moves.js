/** The moves of a nonce: the twin of nyata.core.verification.moves (docs/wire.md, docs/algorithms/moves-vectors.json). */

import { join, sha256 } from "./b64url.js";

/** @typedef {{move: "left"|"right"|"closer", from_ms: number, to_ms: number}} Move */

const ORDERS = {
  2: ["left right", "left closer", "right left", "right closer", "closer left", "closer right"],
  3: [
    "left right closer",
    "left closer right",
    "right left closer",
    "right closer left",
    "closer left right",
    "closer right left",
  ],
};
const LASTS_MS = { 2: 1500, 3: 1100 };
const REST_MS = 300;

/**
 * @param {Uint8Array} nonce
 * @param {2|3} count
 * @returns {Promise<{moves: Move[], durationMs: number}>}
 */
export async function draw(nonce, count) {
  const digest = await sha256(join("nyata-moves-v1", nonce));
  const moves = [];
  let end = 0;
  ORDERS[count][digest[0] % 6].split(" ").forEach((move, place) => {
    const from = place === 0 ? 600 + 10 * (digest[1] % 41) : end + 200 + 10 * (digest[1 + place] % 21);
    end = from + LASTS_MS[count];
    moves.push({ move, from_ms: from, to_ms: end });
  });
  return { moves, durationMs: end + REST_MS };
}
