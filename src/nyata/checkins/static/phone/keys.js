/**
 * The page's own key: ECDSA P-256, not extractable, kept in this browser only. Beside a passkey that may be
 * synced it shows that the same browser on the same phone is speaking.
 */

import { hex, sha256 } from "./b64url.js";
import { get, put } from "./store.js";
import { Trouble } from "./trouble.js";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };

/** @returns {Promise<CryptoKeyPair|null>} */
export async function pageKey() {
  try {
    return (await get("keys", "page")) ?? null;
  } catch (cause) {
    throw new Trouble("storage_blocked", cause);
  }
}

/**
 * Makes the page key, or returns the one already here: a second enrolment must not orphan the first.
 * @returns {Promise<CryptoKeyPair>}
 */
export async function makePageKey() {
  const known = await pageKey();
  if (known) return known;
  const made = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  try {
    await put("keys", "page", made);
  } catch (cause) {
    throw new Trouble("storage_blocked", cause);
  }
  // Asked at the one moment that matters: a browser short of space then spares this page's storage.
  await navigator.storage?.persist?.();
  return made;
}

/** @returns {Promise<CryptoKeyPair>} */
async function required() {
  const pair = await pageKey();
  if (!pair) throw new Trouble("page_key_lost");
  return pair;
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} raw r||s over SHA-256 of the bytes */
export async function sign(bytes) {
  const { privateKey } = await required();
  return new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, bytes));
}

/** @returns {Promise<Uint8Array>} SubjectPublicKeyInfo, DER */
export async function spki() {
  const { publicKey } = await required();
  return new Uint8Array(await crypto.subtle.exportKey("spki", publicKey));
}

/** @returns {Promise<string>} hex SHA-256 of the SubjectPublicKeyInfo */
export async function thumbprint() {
  return hex(await sha256(await spki()));
}
