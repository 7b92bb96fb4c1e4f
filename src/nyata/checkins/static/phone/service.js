/**
 * The service worker: opens the check-in page without network, and sends what waits when the browser wakes it.
 * It never keeps an answer of the API nor a photograph; the personal page goes when the person signs out.
 */

import { sendAll } from "./queue.js";
import { clear } from "./store.js";

/** @typedef {{version: string, shell: string[], home: string, offline: string, signOut: string}} House */

const PAGES = "nyata-pages";
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const PATIENCE_MS = 6000;

/** Counts sign-outs: a personal page that was asked for before one and arrives after it is not kept. */
let signOuts = 0;

/** @param {House} house */
export function serve(house) {
  const shelf = `nyata-shell-${house.version}`;
  addEventListener("install", (event) => event.waitUntil(install(shelf, house)));
  addEventListener("activate", (event) => event.waitUntil(activate(shelf)));
  addEventListener("message", (event) => event.data === "keep page" && event.waitUntil(keepHome(house)));
  addEventListener("sync", (event) => event.waitUntil(send()));
  addEventListener("fetch", (event) => {
    const answer = answerTo(event, shelf, house);
    if (answer) event.respondWith(answer);
  });
}

async function install(shelf, { shell, offline }) {
  const cache = await caches.open(shelf);
  await cache.addAll(shell);
  // Fetched as nobody, so that it names nobody.
  await cache.put(offline, await fetch(offline, { credentials: "omit" }));
  await skipWaiting();
}

async function activate(shelf) {
  for (const name of await caches.keys()) {
    if (name !== shelf && name !== PAGES) await caches.delete(name);
  }
  await clients.claim();
}

/** A rejection tells the browser to wake us again. */
async function send() {
  if (!(await sendAll())) throw new Error("not all sent yet");
}

/** @param {FetchEvent} event @returns {Promise<Response>|null} null leaves it to the browser */
function answerTo(event, shelf, house) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return null;
  if (request.method === "POST" && url.pathname === house.signOut) return signOut(request);
  if (request.method !== "GET") return null;
  if (url.pathname.startsWith("/static/")) return fromShelf(request, shelf);
  if (request.mode !== "navigate") return null;
  return url.pathname === house.home ? home(event, shelf, house) : page(request, shelf, house);
}

/** Who signs out leaves nothing personal here. What waits to be sent stays: it is theirs, and signed. */
async function signOut(request) {
  signOuts += 1;
  const response = await fetch(request);
  signOuts += 1;
  await caches.delete(PAGES);
  await clear("tickets");
  await clear("anchors");
  return response;
}

/** A hashed name never changes its content; any other comes from the network while there is one. */
async function fromShelf(request, shelf) {
  const cache = await caches.open(shelf);
  const kept = await cache.match(request);
  if (kept && HASHED.test(new URL(request.url).pathname)) return kept;
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** The check-in page: from the network, and where that is silent or in trouble the kept copy. */
async function home(event, shelf, house) {
  const life = signOuts;
  const arriving = fetch(event.request).then(async (response) => {
    if (response.type === "opaqueredirect") await caches.delete(PAGES); // signed out elsewhere
    if (response.ok) event.waitUntil(keep(house.home, response.clone(), life));
    return response;
  });
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const response = await Promise.race([arriving, patience]).catch(() => null);
  if (response && response.status < 500) return response;
  const kept = await (await caches.open(PAGES)).match(house.home);
  if (kept) return kept;
  return arriving.catch(() => offlinePage(shelf, house));
}

async function page(request, shelf, house) {
  try {
    return await fetch(request);
  } catch {
    return offlinePage(shelf, house); // whatever stands between: the person sees what waits and how to go on
  }
}

async function offlinePage(shelf, { offline }) {
  return (await caches.open(shelf)).match(offline);
}

async function keepHome({ home: address }) {
  const life = signOuts;
  const response = await fetch(address);
  if (response.ok && !response.redirected) await keep(address, response, life);
}

/**
 * Keeps a copy that knows that it is one: its time anchor is of another life of the page.
 * `life` is the count of sign-outs when it was asked for.
 */
async function keep(address, response, life) {
  const text = await response.text();
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  const copy = new Response(text.replace("<body", "<body data-kept"), { headers });
  const pages = await caches.open(PAGES);
  // From here to the deletion of a sign-out nothing waits: it is either kept before and deleted, or not kept.
  if (life === signOuts) await pages.put(address, copy);
}
