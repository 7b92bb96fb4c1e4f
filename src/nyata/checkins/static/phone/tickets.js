/** Offline tickets: seeds fetched while there is network, from which the phone draws its own nonces without it. */

import { remember } from "./anchor.js";
import { post } from "./api.js";
import { decode, join } from "./b64url.js";
import { draw } from "./moves.js";
import { all, get, put, remove } from "./store.js";

/** @typedef {{id: string, owner: string, seed: string, expiresAt: number, uses: number, next: number, moves: 0|2|3,
 *   frames: number, fixes: number, durationMs: number}} Ticket */

const ENOUGH_USES = 4;
const ENOUGH_MS = 12 * 3600 * 1000;

/** @param {string} owner @param {number} now epoch ms @returns {Promise<Ticket[]>} the soonest to expire first */
async function usable(owner, now) {
  const tickets = /** @type {Ticket[]} */ (await all("tickets"));
  for (const ticket of tickets) {
    if (ticket.owner !== owner || ticket.expiresAt <= now || ticket.next >= ticket.uses) await remove("tickets", ticket.id);
  }
  return tickets
    .filter((ticket) => ticket.owner === owner && ticket.expiresAt > now && ticket.next < ticket.uses)
    .sort((one, other) => one.expiresAt - other.expiresAt);
}

/** Fetches new tickets where too few are left. @param {string} owner @param {number} now epoch ms */
export async function refill(owner, now) {
  const left = await usable(owner, now);
  const lasting = left.filter((ticket) => ticket.expiresAt > now + ENOUGH_MS);
  if (lasting.reduce((sum, ticket) => sum + ticket.uses - ticket.next, 0) >= ENOUGH_USES) return;
  const { status, body } = await post("/tickets", {}, 10_000);
  if (status !== 200 && status !== 201) return;
  await remember(body.anchor, performance.now(), owner);
  for (const given of body.tickets) {
    // The server gives a ticket again as long as it has seen no use of it; this phone may have used it offline.
    const known = await get("tickets", given.id);
    await put("tickets", given.id, {
      id: given.id,
      owner,
      seed: given.seed,
      expiresAt: Date.parse(given.expires_at),
      uses: given.uses,
      next: known?.next ?? 0,
      moves: given.moves,
      frames: given.frames,
      fixes: given.fixes,
      durationMs: given.duration_ms,
    });
  }
}

/** @param {Uint8Array} seed @param {number} counter @returns {Promise<Uint8Array>} the nonce of one use */
export async function nonceOf(seed, counter) {
  const key = await crypto.subtle.importKey("raw", seed, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const number = new Uint8Array(4);
  new DataView(number.buffer).setUint32(0, counter);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, join("nyata-ticket-v1", number)));
}

/**
 * Takes one use of a ticket; it is marked used before it is handed out.
 * @param {string} owner
 * @param {number} now epoch ms
 */
export async function takeTicket(owner, now) {
  const [ticket] = await usable(owner, now);
  if (!ticket) return null;
  const counter = ticket.next;
  await put("tickets", ticket.id, { ...ticket, next: counter + 1 });
  const nonce = await nonceOf(decode(ticket.seed), counter);
  const drawn = ticket.moves ? await draw(nonce, ticket.moves) : { moves: [], durationMs: ticket.durationMs };
  return { ticket: { id: ticket.id, counter }, nonce, frames: ticket.frames, fixes: ticket.fixes, ...drawn };
}
