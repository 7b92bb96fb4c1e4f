/** The full-screen camera: one instruction at a time, an arrow, a ring that fills, nothing else. */

import { closeCamera, describeCamera, openCamera } from "./camera.js";
import { captureBurst } from "./capture.js";
import { make } from "./dom.js";
import { Trouble } from "./trouble.js";

/**
 * What the overlay says. `straight` is shown between moves, `prepare` until the camera runs.
 * @typedef {{prepare: string, straight: string, left: string, right: string, closer: string, cancel: string,
 *   label: string}} CaptureWords
 * @typedef {{moves: import("./moves.js").Move[], durationMs: number, frames: number}} Asked
 */

// Drawn from the top, so that the ring fills like a clock.
const OVAL = "M50 2a48 64 0 0 1 0 128a48 64 0 0 1 0-128";
const ARROWS = {
  left: "M44 24H6M22 8 6 24l16 16",
  right: "M4 24h38M26 8l16 16-16 16",
  closer: "M18 18 6 6M6 16V6h10M30 18 42 6M42 16V6H32M18 30 6 42M6 32v10h10M30 30l12 12M42 32v10H32",
};

/**
 * Opens the camera over the whole screen and takes one burst.
 * @param {object} wish
 * @param {Asked|Promise<Asked>} wish.asked the camera opens only once it is known what is asked
 * @param {CaptureWords} wish.words
 * @returns {Promise<{frames: import("./capture.js").Frame[], camera: import("./camera.js").CameraTold}>}
 *   rejects with a Trouble (camera_*, cancelled, interrupted) or with what `asked` rejected with
 */
export async function performCapture({ asked, words }) {
  const overlay = new Overlay(words);
  let stream = null;
  try {
    const { moves, durationMs, frames } = await overlay.unlessEnded(Promise.resolve(asked));
    // An arrangement without face: nothing is photographed, so the camera stays shut.
    if (frames === 0) return { frames: [], camera: { label: null, settings: null } };
    stream = await openCamera(overlay.video);
    overlay.begin();
    const taken = await captureBurst({
      video: overlay.video,
      moves,
      durationMs,
      frames,
      signal: overlay.signal,
      onInstruction: (move, share) => overlay.tell(move?.move ?? "straight", share),
    });
    return { frames: taken, camera: describeCamera(stream) };
  } catch (error) {
    throw overlay.trouble ?? error;
  } finally {
    if (stream) closeCamera(stream);
    overlay.close();
  }
}

class Overlay {
  #controller = new AbortController();
  #words;
  #shown = "";

  /** @param {CaptureWords} words */
  constructor(words) {
    this.#words = words;
    /** @type {Trouble|null} why it ended before its time */
    this.trouble = null;
    this.#build();
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#end("cancelled");
    });
    document.addEventListener("visibilitychange", this.#whenHidden);
  }

  get signal() {
    return this.#controller.signal;
  }

  #build() {
    const words = this.#words;
    this.video = make("video", { playsinline: true, muted: true, "aria-hidden": "true" });
    this.video.muted = true;
    this.path = make("path", { d: "" });
    this.word = make("p", { class: "capture-word", role: "status", "aria-live": "assertive" }, words.prepare);
    this.ring = make("path", { class: "capture-ring", d: OVAL, pathLength: 100, "stroke-dashoffset": 100 });
    const track = make("path", { class: "capture-track", d: OVAL });
    const cancel = make("button", { type: "button", class: "capture-cancel" }, words.cancel);
    cancel.addEventListener("click", () => this.#end("cancelled"));
    this.dialog = make(
      "dialog",
      { class: "capture", "aria-label": words.label },
      make(
        "div",
        { class: "capture-instruction" },
        make("svg", { class: "capture-arrow", viewBox: "0 0 48 48", "aria-hidden": "true" }, this.path),
        this.word,
      ),
      make(
        "div",
        { class: "capture-oval" },
        this.video,
        make("svg", { viewBox: "0 0 100 132", "aria-hidden": "true" }, track, this.ring),
      ),
      cancel,
    );
  }

  /** The camera runs. */
  begin() {
    this.dialog.classList.add("running");
    this.tell("straight", 0);
  }

  /** @param {"left"|"right"|"closer"|"straight"} what @param {number} share */
  tell(what, share) {
    this.ring.setAttribute("stroke-dashoffset", String(100 - 100 * share));
    if (what === this.#shown) return;
    this.#shown = what;
    this.word.textContent = this.#words[what];
    this.path.setAttribute("d", ARROWS[what] ?? "");
    this.dialog.dataset.move = what;
    if (ARROWS[what]) navigator.vibrate?.(40);
  }

  /** @template T @param {Promise<T>} promise @returns {Promise<T>} rejects as soon as the person cancels */
  unlessEnded(promise) {
    const ended = new Promise((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.trouble));
    });
    return Promise.race([promise, ended]);
  }

  #whenHidden = () => {
    if (document.visibilityState === "hidden") this.#end("interrupted");
  };

  #end(code) {
    this.trouble ??= new Trouble(code);
    this.#controller.abort();
  }

  close() {
    document.removeEventListener("visibilitychange", this.#whenHidden);
    this.dialog.close();
    this.dialog.remove();
  }
}
