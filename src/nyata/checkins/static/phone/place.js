/** Where the phone is: one watch for the ready-light and for the fixes of a bundle, with all that the browser gives. */

import { Trouble } from "./trouble.js";

/** @typedef {{latitude: number, longitude: number, accuracy: number, altitude: number|null,
 *   altitude_accuracy: number|null, heading: number|null, speed: number|null, time_ms: number, at_ms: number}} Fix */
/** @typedef {{position: GeolocationPosition, at: number}} Seen `at` in performance.now() */

const CODES = { 1: "location_refused", 2: "location_unavailable", 3: "location_timeout" };
const FRESH_MS = 8000;
const MOST = 10;
export const ROUGH_M = 200;

/** Heading is NaN for a phone at rest, and NaN is no JSON. @param {number|null} value */
const orNull = (value) => (Number.isFinite(value) ? value : null);

/** @param {Seen} seen @param {number} since performance.now() of the press @returns {Fix} */
function fixOf({ position: { coords, timestamp }, at }, since) {
  return {
    latitude: coords.latitude,
    longitude: coords.longitude,
    accuracy: coords.accuracy,
    altitude: orNull(coords.altitude),
    altitude_accuracy: orNull(coords.altitudeAccuracy),
    heading: orNull(coords.heading),
    speed: orNull(coords.speed),
    time_ms: Math.round(timestamp),
    at_ms: Math.round(at - since),
  };
}

/** Watches the position while the page is in sight, once started. */
export class PlaceWatch {
  /** @type {Seen|null} */
  latest = null;
  /** @type {Trouble|null} the obstacle of the moment */
  trouble = null;
  #handle = null;
  #started = false;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  constructor() {
    document.addEventListener("visibilitychange", () => {
      if (!this.#started) return;
      if (document.visibilityState === "visible") this.#open();
      else this.#close();
    });
  }

  /** Begins to watch, or begins anew: a phone that lies still may have told its place long ago. */
  restart() {
    this.#started = true;
    this.#close();
    this.#open();
  }

  /** @param {() => void} tell called after each position or obstacle @returns {() => void} ends it */
  listen(tell) {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  #open() {
    if (!navigator.geolocation) {
      this.#change(new Trouble("location_unavailable"));
      return;
    }
    this.#handle ??= navigator.geolocation.watchPosition(
      (position) => {
        this.latest = { position, at: performance.now() };
        this.#change(null);
      },
      (error) => this.#change(new Trouble(CODES[error.code])),
      { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 },
    );
  }

  #close() {
    if (this.#handle !== null) navigator.geolocation.clearWatch(this.#handle);
    this.#handle = null;
  }

  #change(trouble) {
    this.trouble = trouble;
    for (const tell of this.#listeners) tell();
  }
}

/** Gathers what the watch sees around a press. */
export class FixGathering {
  /** @type {Fix[]} */
  #fixes = [];
  #watch;
  #since;
  #end;

  /** @param {PlaceWatch} watch @param {number} since performance.now() of the press */
  constructor(watch, since) {
    this.#watch = watch;
    this.#since = since;
    this.#end = watch.listen(() => this.#take());
    if (watch.latest && since - watch.latest.at < FRESH_MS) this.#take();
    else watch.restart();
  }

  get isRefused() {
    return this.#watch.trouble?.code === "location_refused";
  }

  #take() {
    if (this.#watch.trouble || this.#fixes.length === MOST) return;
    this.#fixes.push(fixOf(this.#watch.latest, this.#since));
  }

  /**
   * Ends the gathering; where nothing came yet, waits a little.
   * @param {number} wanted how many, the most exact ones
   * @param {number} patienceMs
   * @returns {Promise<Fix[]>} in the order of their coming
   */
  async finish(wanted, patienceMs) {
    const end = performance.now() + patienceMs;
    while (this.#fixes.length === 0 && !this.#watch.trouble && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    this.stop();
    const exact = [...this.#fixes].sort((one, other) => one.accuracy - other.accuracy).slice(0, wanted);
    return exact.sort((one, other) => one.at_ms - other.at_ms);
  }

  stop() {
    this.#end();
  }
}
