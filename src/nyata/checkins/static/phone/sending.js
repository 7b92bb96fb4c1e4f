/** Keeps sending what waits: at once, when network returns, when the page comes to sight, and by a slowing timer. */

import { sendAll } from "./queue.js";

const SHORTEST_MS = 2000;
const LONGEST_MS = 60_000;

let wait = SHORTEST_MS;
let timer = 0;

/** @returns {Promise<boolean>} whether nothing waits any more */
export async function sendNow() {
  clearTimeout(timer);
  const done = await sendAll();
  wait = done ? SHORTEST_MS : Math.min(wait * 2, LONGEST_MS);
  if (!done) timer = setTimeout(sendNow, wait);
  return done;
}

export function keepSending() {
  const soon = () => {
    wait = SHORTEST_MS;
    sendNow();
  };
  addEventListener("online", soon);
  addEventListener("pageshow", (event) => event.persisted && soon());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && soon());
  sendNow();
}
