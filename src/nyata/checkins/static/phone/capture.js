/** A burst of photographs while the person follows the moves. */

/** @typedef {import("./moves.js").Move} Move */
/** @typedef {{blob: Blob, atMs: number}} Frame */

const LONGEST_SIDE = 640;
const BURST_BYTES = 300_000;
const QUALITIES = [0.82, 0.74, 0.66, 0.58, 0.5, 0.42, 0.34];

/**
 * @param {object} burst
 * @param {HTMLVideoElement} burst.video playing
 * @param {Move[]} burst.moves
 * @param {number} burst.durationMs
 * @param {number} burst.frames how many; taken evenly from the first moment to the last
 * @param {(move: Move|null, share: number) => void} [burst.onInstruction] called about every picture of the screen
 *   with the move of the moment (null between moves) and the share of the time gone (0..1)
 * @param {AbortSignal} [burst.signal] ends the burst early, with an AbortError
 * @returns {Promise<Frame[]>} JPEG, 300 kB in all
 */
export async function captureBurst({ video, moves, durationMs, frames, onInstruction = () => {}, signal }) {
  const canvas = canvasFor(video);
  const start = performance.now();
  const stop = follow(start, moves, durationMs, onInstruction);
  const taken = [];
  let quality = 0;
  let left = BURST_BYTES;
  try {
    for (let index = 0; index < frames; index += 1) {
      await until(start + (index * durationMs) / Math.max(frames - 1, 1));
      await freshPicture(video);
      if (signal?.aborted) throw new DOMException("the capture was ended", "AbortError");
      const atMs = Math.round(performance.now() - start);
      draw(video, canvas);
      const limit = left / (frames - index);
      const { blob, step } = await encodeWithin(canvas, limit, quality);
      // One step back up after each frame, so that a single busy picture does not spoil the rest.
      quality = Math.max(step - 1, 0);
      left -= blob.size;
      taken.push({ blob, atMs });
    }
  } finally {
    stop();
  }
  return taken;
}

/** Tells the move of the moment until stopped. */
function follow(start, moves, durationMs, tell) {
  let handle = 0;
  const step = () => {
    const at = performance.now() - start;
    tell(moves.find((move) => at >= move.from_ms && at < move.to_ms) ?? null, Math.min(at / durationMs, 1));
    handle = requestAnimationFrame(step);
  };
  step();
  return () => cancelAnimationFrame(handle);
}

/** @param {HTMLVideoElement} video the canvas keeps the camera's shape */
function canvasFor(video) {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  return canvas;
}

function draw(video, canvas) {
  canvas.getContext("2d", { alpha: false }).drawImage(video, 0, 0, canvas.width, canvas.height);
}

/** @param {number} moment of performance.now() */
function until(moment) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(moment - performance.now(), 0)));
}

/** Waits for the camera's next picture: two equal frames in a burst would look like a replay. */
function freshPicture(video) {
  if (!video.requestVideoFrameCallback) return Promise.resolve();
  return new Promise((resolve) => {
    const patience = setTimeout(resolve, 250);
    video.requestVideoFrameCallback(() => {
      clearTimeout(patience);
      resolve();
    });
  });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} limit bytes
 * @param {number} first index of the quality to begin with
 */
async function encodeWithin(canvas, limit, first) {
  for (let step = first; ; step += 1) {
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITIES[step]));
    if (blob.size <= limit || step === QUALITIES.length - 1) return { blob, step };
  }
}
