/** One attempt, from the press of the button to a signed bundle that is safe on disk. */

import { acted, hasAnchorOfThisLife, press, remember, serverNow } from "./anchor.js";
import { post } from "./api.js";
import { decode } from "./b64url.js";
import { makeBundle, signBundle } from "./bundle.js";
import { performCapture } from "./overlay.js";
import { FixGathering } from "./place.js";
import { keep } from "./queue.js";
import { takeTicket } from "./tickets.js";
import { Trouble } from "./trouble.js";

/**
 * @typedef {object} Wish
 * @property {string} owner whose page this is
 * @property {"in"|"out"} purpose
 * @property {string|null} stepUpOf
 * @property {string|null} fieldDuty
 * @property {import("./place.js").PlaceWatch} place
 * @property {string|null} pageKey thumbprint of this browser's page key
 * @property {import("./overlay.js").CaptureWords} words
 * @property {(digest: Uint8Array) => Promise<object>} assert
 * @property {() => void} onSigning
 */

// A busy server or a slow network must not hold the person: after this an offline ticket serves.
const CHALLENGE_MS = 3000;
const FIX_PATIENCE_MS = 4000;
const FIXES = 3;
const BUSY_OR_SIGNED_OUT = new Set([401, 408, 425, 429]);

/**
 * Asks the server for a challenge; where it does not answer, or knows the session no more, takes a ticket.
 * @param {Wish} wish
 */
async function challengeOrTicket({ owner, purpose, stepUpOf, pageKey }) {
  const wish = { purpose, page_key: pageKey, ...(stepUpOf && { step_up_of: stepUpOf }) };
  const silence = { status: 0, body: null };
  const { status, body } = await post("/challenges", wish, CHALLENGE_MS).catch(() => silence);
  if (status >= 200 && status < 300) {
    if (!hasAnchorOfThisLife()) await remember(body.anchor, performance.now(), owner);
    return {
      challenge: body.id,
      ticket: null,
      nonce: decode(body.nonce),
      moves: body.moves,
      durationMs: body.duration_ms,
      frames: body.frames,
    };
  }
  const isRefusal = status >= 400 && status < 500 && body?.code && !BUSY_OR_SIGNED_OUT.has(status);
  if (isRefusal) throw new Trouble("refused", body);
  const ticket = await takeTicket(owner, serverNow());
  if (!ticket) throw new Trouble(status === 401 || status === 403 ? "signed_out" : "no_ticket");
  return { ...ticket, challenge: null };
}

/**
 * @param {Wish} wish
 * @returns {Promise<{keptId: string, shownAt: number}>} rejects with a Trouble; nothing is kept then
 */
export async function attempt(wish) {
  const pressed = press();
  const shownAt = serverNow();
  const gathering = new FixGathering(wish.place, pressed.at);
  try {
    const asking = challengeOrTicket(wish);
    // The overlay stands from the first moment; it opens the camera when it knows what is asked.
    const { frames, camera } = await performCapture({ asked: asking, words: wish.words });
    const asked = await asking;
    wish.onSigning();
    const fixes = await gathering.finish(FIXES, FIX_PATIENCE_MS);
    const bundle = await makeBundle({
      purpose: wish.purpose,
      challenge: asked.challenge,
      ticket: asked.ticket,
      nonce: asked.nonce,
      // A ticket was drawn before anything failed, so it repeats nothing.
      stepUpOf: asked.challenge ? wish.stepUpOf : null,
      fieldDuty: wish.fieldDuty,
      acted: acted(pressed),
      frames,
      fixes,
      camera,
      denied: gathering.isRefused ? ["geolocation"] : [],
    });
    const signed = await signBundle(bundle, wish.assert);
    return { keptId: await stored({ purpose: wish.purpose, shownAt, bundle: signed }), shownAt };
  } finally {
    gathering.stop();
  }
}

/** @param {Parameters<typeof keep>[0]} one */
async function stored(one) {
  try {
    return await keep(one);
  } catch (cause) {
    throw new Trouble("storage_full", cause);
  }
}
