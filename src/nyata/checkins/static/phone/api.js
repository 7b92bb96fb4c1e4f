/** Requests to /api/v1: JSON in, JSON out, with a limit to the waiting. */

import { Trouble } from "./trouble.js";

/** @typedef {{status: number, body: any}} Answer */

export const ADDRESS = "/api/v1";

function csrf() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

/**
 * @param {string} path below /api/v1
 * @param {RequestInit} init
 * @param {number} timeoutMs for the whole answer
 * @returns {Promise<Answer>} body null where the answer is no JSON; rejects with Trouble("no_signal")
 */
export async function ask(path, init, timeoutMs) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    const response = await fetch(ADDRESS + path, { ...init, signal: controller.signal, credentials: "same-origin" });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return { status: response.status, body: isJson ? await response.json() : null };
  } catch (cause) {
    throw new Trouble("no_signal", cause);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} path @param {object} body @param {number} timeoutMs */
export function post(path, body, timeoutMs) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) }, timeoutMs);
}

/** @param {string} path @param {number} timeoutMs */
export function read(path, timeoutMs) {
  return ask(path, { headers: { Accept: "application/json" } }, timeoutMs);
}
