/** The three ready-lights: location, camera, phone. Each says how it stands and, when opened, what to do. */

import { serverNow } from "./anchor.js";
import { nearestSite } from "./fence.js";
import { thumbprint } from "./keys.js";
import { ROUGH_M } from "./place.js";

/** @typedef {"ok"|"wait"|"no"} State */

/**
 * @param {string} name place, camera or phone
 * @param {State} state
 * @param {string} text
 * @param {string} help
 */
function setLight(name, state, text, help) {
  const light = document.querySelector(`[data-light="${name}"]`);
  light.dataset.state = state;
  light.querySelector("[data-say=text]").textContent = text;
  light.querySelector("[data-say=help]").textContent = help;
}

/** A whole number of metres, or kilometres with one decimal. @param {number} metres */
function far(metres) {
  if (metres < 1000) return `${Math.max(Math.round(metres), 1)} m`;
  const km = (metres / 1000).toFixed(1);
  return `${document.documentElement.lang === "en" ? km : km.replace(".", ",")} km`;
}

/** @param {string} pattern with %s @param {string} value */
const fill = (pattern, value) => pattern.replace("%s", value);

async function permission(name) {
  try {
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return "unknown"; // the browser does not tell of this permission
  }
}

/**
 * @param {import("./place.js").PlaceWatch} watch
 * @param {import("./fence.js").Site[]} sites
 * @param {any} words
 */
export async function lightPlace(watch, sites, words) {
  watch.listen(() => showPlace(watch, sites, words));
  const state = await permission("geolocation");
  const { lights, troubles } = words;
  if (state === "denied") setLight("place", "no", troubles.location_refused.short, troubles.location_refused.help);
  else if (state !== "prompt") watch.restart();
  else {
    // Asked when the person wishes it, not out of the blue: opening the light asks, and so does the button.
    setLight("place", "wait", lights.place_ask, lights.place_ask_help);
    document.querySelector('[data-light="place"]').addEventListener("toggle", () => watch.restart(), { once: true });
  }
}

/** The place of an apel is one only while it is open. @param {import("./fence.js").Site} site */
const isOpen = ({ from, to }) => from === undefined || (from <= serverNow() && serverNow() < to);

function showPlace({ trouble, latest }, known, { lights, troubles }) {
  const sites = known.filter(isOpen);
  const obstacle = trouble?.code ?? (sites.length === 0 ? "site_none" : null);
  if (obstacle) {
    setLight("place", "no", troubles[obstacle].short, troubles[obstacle].help);
    return;
  }
  const { latitude, longitude, accuracy } = latest.position.coords;
  const { site, metres } = nearestSite(sites, latitude, longitude);
  if (accuracy > ROUGH_M) {
    setLight("place", "wait", fill(lights.place_rough, far(accuracy)), troubles.location_rough.help);
  } else if (metres <= 0) {
    setLight("place", "ok", lights.place_inside, fill(lights.place_inside_help, site.name));
  } else {
    const state = metres <= accuracy ? "ok" : "wait";
    setLight("place", state, fill(lights.place_outside, far(metres)), fill(lights.place_outside_help, site.name));
  }
}

/** @param {any} words */
export async function lightCamera({ lights, troubles }) {
  const trouble = (code) => setLight("camera", "no", troubles[code].short, troubles[code].help);
  if (!navigator.mediaDevices?.getUserMedia) return trouble("camera_none");
  const devices = await navigator.mediaDevices.enumerateDevices();
  if (!devices.some(({ kind }) => kind === "videoinput")) return trouble("camera_none");
  const state = await permission("camera");
  if (state === "denied") return trouble("camera_refused");
  if (state === "prompt") return setLight("camera", "wait", lights.camera_ask, lights.camera_ask_help);
  return setLight("camera", "ok", lights.camera_ready, lights.camera_ready_help);
}

/** @returns {Promise<string|null>} the thumbprint of this browser's page key, null where it has none */
async function ownThumbprint() {
  try {
    return await thumbprint();
  } catch (error) {
    if (error.code === "page_key_lost") return null;
    throw error;
  }
}

/**
 * @param {{thumbprint: string}} device the bound phone
 * @param {any} words
 * @returns {Promise<{isBound: boolean, thumbprint: string|null}>} whether this is the bound phone, and what it has
 */
export async function lightPhone(device, { lights, troubles }) {
  const trouble = (code) => setLight("phone", "no", troubles[code].short, troubles[code].help);
  let own = null;
  try {
    own = await ownThumbprint();
  } catch {
    trouble("storage_blocked");
    return { isBound: false, thumbprint: null };
  }
  const isBound = own === device.thumbprint;
  if (isBound) setLight("phone", "ok", lights.phone_ready, lights.phone_ready_help);
  else trouble(own ? "phone_other" : "page_key_lost");
  return { isBound, thumbprint: own };
}
