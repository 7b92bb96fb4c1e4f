/** The front camera: opened for a capture, closed right after it. */

import { Trouble } from "./trouble.js";

/** @typedef {{label: string|null, settings: Record<string, string|number|boolean>|null}} CameraTold */

const WANTED = { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } };

/** @param {unknown} error @returns {Trouble} */
function troubleOf(error) {
  const codes = {
    NotAllowedError: "camera_refused",
    SecurityError: "camera_refused",
    NotFoundError: "camera_none",
    OverconstrainedError: "camera_none",
    NotReadableError: "camera_busy",
    AbortError: "camera_busy",
  };
  return new Trouble(codes[/** @type {Error} */ (error).name] ?? "camera_busy", error);
}

/**
 * Opens the front camera into a video element and waits for its first picture.
 * @param {HTMLVideoElement} video
 * @returns {Promise<MediaStream>}
 */
export async function openCamera(video) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Trouble("camera_none");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
    video.srcObject = stream;
    await video.play();
  } catch (error) {
    if (stream) closeCamera(stream);
    throw troubleOf(error);
  }
  return stream;
}

/** @param {MediaStream} stream */
export function closeCamera(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * What the browser tells of the camera in use, for the bundle.
 * @param {MediaStream} stream
 * @returns {CameraTold}
 */
export function describeCamera(stream) {
  const [track] = stream.getVideoTracks();
  const settings = {};
  for (const [name, value] of Object.entries(track.getSettings())) {
    // Device and group ids identify a camera across visits: not needed, so not sent.
    if (/Id$/.test(name)) continue;
    if (["string", "number", "boolean"].includes(typeof value)) settings[name] = value;
  }
  return { label: track.label || null, settings };
}
