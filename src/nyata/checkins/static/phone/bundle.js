/** The evidence bundle: gathered, hashed, signed by passkey and page key (docs/wire.md). */

import { encode, hex, join, sha256 } from "./b64url.js";
import { canonicalBytes } from "./canonical.js";
import { sign, thumbprint } from "./keys.js";

/**
 * @typedef {object} Evidence
 * @property {"in"|"out"} purpose
 * @property {string|null} challenge
 * @property {{id: string, counter: number}|null} ticket
 * @property {Uint8Array} nonce
 * @property {string|null} stepUpOf
 * @property {string|null} fieldDuty
 * @property {{anchor: string, elapsed_ms: number|null, wall_ms: number}} acted
 * @property {import("./capture.js").Frame[]} frames
 * @property {import("./place.js").Fix[]} fixes
 * @property {{label: string|null, settings: object|null}} camera
 * @property {string[]} denied permissions that were refused
 */

/** What the browser tells of itself. @param {Evidence} evidence */
function browserOf({ camera, denied }) {
  return {
    user_agent: navigator.userAgent,
    language: navigator.language,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
    touch_points: navigator.maxTouchPoints,
    screen: [screen.width, screen.height],
    webdriver: navigator.webdriver === true,
    camera_label: camera.label,
    camera_settings: camera.settings,
    permission_denied: denied,
  };
}

/**
 * @param {Evidence} evidence
 * @returns {Promise<{payload: Uint8Array, digest: Uint8Array, frames: ArrayBuffer[]}>}
 */
export async function makeBundle(evidence) {
  const frames = await Promise.all(evidence.frames.map(({ blob }) => blob.arrayBuffer()));
  const hashes = await Promise.all(frames.map(sha256));
  const payload = canonicalBytes({
    v: 1,
    origin: location.origin,
    purpose: evidence.purpose,
    challenge: evidence.challenge,
    ticket: evidence.ticket,
    step_up_of: evidence.stepUpOf,
    acted: evidence.acted,
    frames: evidence.frames.map(({ atMs }, index) => ({ sha256: hex(hashes[index]), at_ms: atMs })),
    fixes: evidence.fixes,
    field_duty: evidence.fieldDuty,
    page_key: await thumbprint(),
    browser: browserOf(evidence),
  });
  const digest = await sha256(join("nyata-bundle-v1", evidence.nonce, await sha256(payload)));
  return { payload, digest, frames };
}

/**
 * @param {{payload: Uint8Array, digest: Uint8Array, frames: ArrayBuffer[]}} bundle
 * @param {(digest: Uint8Array) => Promise<object>} assert the passkey's signature over the digest
 */
export async function signBundle({ payload, digest, frames }, assert) {
  const assertion = await assert(digest);
  return { payload, frames, assertion: JSON.stringify(assertion), pageSignature: encode(await sign(digest)) };
}
