// A page that keeps itself up to date: asks every few seconds, changes only what changed, keeps focus and open groups.

const board = document.getElementById("papan");
const news = document.getElementById("kabar");
const every = Number(board?.dataset.every ?? 0) * 1000;
const LONGEST = 40_000;

let tag = "";
let wait = every;

const keyOf = (node) => node.dataset?.row ?? node.dataset?.part ?? node.id;

// Focus and open groups belong to the person, not to the server.
function replace(old, fresh) {
  if (old.tagName === "DETAILS" && old.id) {
    mergeRows(old.querySelector(".crowd"), fresh.querySelector(".crowd"));
    return;
  }
  if (old.isEqualNode(fresh)) return;
  const inside = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  old.replaceWith(fresh);
  if (inside) fresh.querySelector(`[href="${CSS.escape(inside)}"], [href]`)?.focus({ preventScroll: true });
}

function mergeRows(old, fresh) {
  if (!old || !fresh) return;
  const known = new Map([...old.children].map((node) => [keyOf(node), node]));
  let before = old.firstElementChild;
  for (const node of [...fresh.children]) {
    const same = known.get(keyOf(node));
    if (!same) {
      old.insertBefore(node, before);
      continue;
    }
    known.delete(keyOf(node));
    if (same === before) before = same.nextElementSibling;
    else old.insertBefore(same, before);
    replace(same, node);
  }
  for (const gone of known.values()) gone.remove();
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  const said = board.querySelector("[data-summary]")?.textContent;
  mergeRows(board, fresh);
  const says = board.querySelector("[data-summary]")?.textContent;
  if (news && says && says !== said) news.textContent = says;
  document.dispatchEvent(new CustomEvent("board:changed"));
}

function trouble(is) {
  const line = board.querySelector("[data-trouble]");
  if (line) line.hidden = !is;
}

async function ask() {
  const headers = { "HX-Request": "true", "X-Requested-With": "fetch" };
  if (tag) headers["If-None-Match"] = tag;
  const answer = await fetch(board.dataset.live, { headers, cache: "no-store", redirect: "manual" });
  if (answer.type === "opaqueredirect") return location.reload();
  if (answer.status === 200) {
    tag = answer.headers.get("ETag") ?? "";
    show(await answer.text());
  } else if (answer.status !== 304) {
    throw new Error(`board answered ${answer.status}`);
  }
}

// A server that was away is asked less often, so that its return is no rush.
async function refresh() {
  try {
    await ask();
    wait = every;
    trouble(false);
  } catch {
    wait = Math.min(wait * 2, LONGEST);
    trouble(true);
  }
}

async function turn() {
  if (!document.hidden) await refresh();
  setTimeout(turn, wait * (0.9 + Math.random() * 0.2));
}

if (board?.dataset.live && every) {
  setTimeout(turn, every);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh();
  });
  document.addEventListener("board:ask", refresh);
}
