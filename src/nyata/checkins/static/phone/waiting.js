/** The list of bundles that wait, were sent late, or were turned away: shown until the person has read it. */

import { withSeconds } from "./clock.js";
import { copyOf, say } from "./dom.js";
import { forget, kept, watchQueue } from "./queue.js";

const NIL = "00000000-0000-0000-0000-000000000000";

function entry(one, { waiting, purposes }, urls) {
  const item = copyOf(`kept-${one.state}`);
  const title = waiting[one.state].replace("%s", withSeconds(one.shownAt)).replace("%p", purposes[one.purpose]);
  say(item, { title, sentence: one.answer?.sentence ?? waiting[`${one.state}_help`] });
  item.querySelector("button")?.addEventListener("click", () => forget(one.id));
  const story = item.querySelector("a");
  if (story) story.href = urls.story.replace(NIL, one.answer.id);
  return item;
}

/**
 * Keeps the list true.
 * @param {any} words
 * @param {{story: string}} urls
 * @param {() => string|null} shownElsewhere id of the one that a result on the page tells of
 */
export function showWaiting(words, urls, shownElsewhere) {
  const place = document.getElementById("waiting");
  const update = async () => {
    const entries = (await kept()).filter((one) => one.id !== shownElsewhere());
    place.hidden = entries.length === 0;
    place.replaceChildren(...entries.map((one) => entry(one, words, urls)));
  };
  watchQueue(update);
  return update();
}
