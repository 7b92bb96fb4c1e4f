/** Times as they are written here, in the office's time zone whatever the phone's. */

import { clockOff, hasAnchorOfThisLife, serverNow } from "./anchor.js";

const ZONE = "Asia/Jakarta";
const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const BETWEEN = document.documentElement.lang === "en" ? ":" : ".";
export const WRONG_CLOCK_MS = 120_000;

/** @param {number|string} when epoch ms or ISO 8601 @returns {string} 07.28.41; 07:28:41 on an English page */
export function withSeconds(when) {
  return parts.format(new Date(when)).replaceAll(":", BETWEEN);
}

/** @param {number|string} when @returns {string} 07.28 */
export function hoursMinutes(when) {
  return withSeconds(when).slice(0, 5);
}

/**
 * Ticks with the server's time.
 * @param {HTMLElement} face
 * @param {(isServers: boolean, offMs: number|null) => void} onTick
 */
export function tick(face, onTick) {
  const show = () => {
    const now = serverNow();
    face.textContent = withSeconds(now);
    onTick(hasAnchorOfThisLife(), clockOff());
    setTimeout(show, 1000 - (now % 1000));
  };
  show();
}

/** The greeting's part of the day. @param {number} when epoch ms @returns {"pagi"|"siang"|"sore"|"malam"} */
export function partOfDay(when) {
  const hour = Number(withSeconds(when).slice(0, 2));
  if (hour < 3) return "malam";
  if (hour < 11) return "pagi";
  if (hour < 15) return "siang";
  return hour < 18 ? "sore" : "malam";
}
