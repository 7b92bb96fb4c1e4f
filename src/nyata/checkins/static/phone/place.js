/** Where the phone is: a watch for the ready-light, and fixes gathered for a bundle with all that the browser gives. */

import { Trouble } from "./trouble.js";

/** @typedef {{latitude: number, longitude: number, accuracy: number, altitude: number|null,
 *   altitude_accuracy: number|null, heading: number|null, speed: number|null, time_ms: number, at_ms: number}} Fix */

const CODES = { 1: "location_refused", 2: "location_unavailable", 3: "location_timeout" };
const POLL_MS = 1200;
const EXACT = { enableHighAccuracy: true, maximumAge: 0, timeout: 10_000 };
export const ROUGH_M = 200;

/** Heading is NaN for a phone at rest, and NaN is no JSON. @param {number|null} value */
const orNull = (value) => (Number.isFinite(value) ? value : null);

/** @param {GeolocationPosition} position @param {number} since performance.now() of the press @returns {Fix} */
function fixOf({ coords, timestamp }, since) {
  return {
    latitude: coords.latitude,
    longitude: coords.longitude,
    accuracy: coords.accuracy,
    altitude: orNull(coords.altitude),
    altitude_accuracy: orNull(coords.altitudeAccuracy),
    heading: orNull(coords.heading),
    speed: orNull(coords.speed),
    time_ms: Math.round(timestamp),
    at_ms: Math.max(Math.round(performance.now() - since), 0),
  };
}

/**
 * Watches the position while the page is in sight.
 * @param {(position: GeolocationPosition) => void} onPosition
 * @param {(trouble: Trouble) => void} onTrouble
 */
export function watchPlace(onPosition, onTrouble) {
  if (!navigator.geolocation) {
    onTrouble(new Trouble("location_unavailable"));
    return;
  }
  let handle = null;
  const start = () => {
    handle ??= navigator.geolocation.watchPosition(
      onPosition,
      (error) => onTrouble(new Trouble(CODES[error.code])),
      { enableHighAccuracy: true, maximumAge: 5000, timeout: 20_000 },
    );
  };
  const stop = () => {
    if (handle !== null) navigator.geolocation.clearWatch(handle);
    handle = null;
  };
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? start() : stop()));
  start();
}

/** Gathers fixes from the press until told to stop. */
export class FixGathering {
  /** @type {Fix[]} */
  fixes = [];
  /** @type {Trouble|null} the last obstacle, where no fix came */
  trouble = null;
  #since;
  #wanted;
  #ended = false;
  #first;

  /** @param {number} since performance.now() of the press @param {number} wanted how many at most */
  constructor(since, wanted) {
    this.#since = since;
    this.#wanted = wanted;
    this.#first = this.#ask();
    this.#gather();
  }

  /** Asks again and again: a phone that lies still reports no change to a watch. */
  async #gather() {
    await this.#first;
    while (!this.#ended && this.fixes.length < this.#wanted && this.trouble?.code !== "location_refused") {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      if (!this.#ended) await this.#ask();
    }
  }

  #ask() {
    return new Promise((resolve) => {
      if (!navigator.geolocation) {
        this.trouble = new Trouble("location_unavailable");
        resolve();
        return;
      }
      navigator.geolocation.getCurrentPosition(
        (position) => {
          if (!this.#ended) this.fixes.push(fixOf(position, this.#since));
          resolve();
        },
        (error) => {
          this.trouble = new Trouble(CODES[error.code]);
          resolve();
        },
        EXACT,
      );
    });
  }

  /** Ends the gathering; waits a little for the first fix where none has come. @param {number} patienceMs */
  async finish(patienceMs) {
    if (this.fixes.length === 0) {
      await Promise.race([this.#first, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
    }
    this.stop();
    return this.fixes;
  }

  stop() {
    this.#ended = true;
  }
}
