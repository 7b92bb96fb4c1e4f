/** Asking on a phone: quick days, the count of working days, the point one stands on, photographs made small. */

import { shrink } from "./shrink.js";

const form = document.querySelector("form.ask");
const field = (name) => form?.elements.namedItem(name);

/** The day so many days from today, as the date field writes it. @param {number} days */
function dayFromNow(days) {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function quickDays() {
  const quick = form.querySelector(".quick");
  quick.hidden = false;
  quick.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-day]");
    if (!button) return;
    field("first").value = dayFromNow(Number(button.dataset.day));
    if (field("last")) field("last").value = field("first").value;
    count();
  });
}

/** Hours are asked for only where hours are chosen; the last day only where whole days are. */
function showWhatIsAsked() {
  const extent = field("extent")?.value;
  const hours = form.querySelector("[data-hours]");
  if (extent === undefined) return;
  if (hours) hours.hidden = extent !== "0";
  const last = form.querySelector('[data-field="last"]');
  if (last) last.hidden = extent !== "1";
}

let asked = 0;

async function count() {
  const place = document.getElementById("count");
  const first = field("first").value;
  if (!place || !first) return;
  const last = field("last");
  if (last && last.value < first) last.value = first;
  const query = new URLSearchParams({ kind: form.dataset.kind, first, last: last?.value || first });
  if (field("extent")) query.set("extent", field("extent").value);
  if (field("travel_days")?.value) query.set("travel_days", field("travel_days").value);
  if (form.dataset.person) query.set("untuk", form.dataset.person);
  asked += 1;
  const mine = asked;
  try {
    const answer = await fetch(`${form.dataset.count}?${query}`, { headers: { "X-Requested-With": "fetch" } });
    // A slow answer to an older question must not overwrite a newer one.
    if (answer.ok && mine === asked) place.innerHTML = await answer.text();
  } catch {
    place.textContent = ""; // without signal the form works as well; the server counts when it arrives
  }
}

function offerHere() {
  const button = document.getElementById("here");
  if (!button || !navigator.geolocation) return;
  const note = document.getElementById("point-note");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field("latitude").value = coords.latitude.toFixed(6);
        field("longitude").value = coords.longitude.toFixed(6);
        note.textContent = note.dataset.set.replace("%s", String(Math.round(coords.accuracy)));
        button.disabled = false;
      },
      () => {
        note.textContent = note.dataset.none;
        button.disabled = false;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}

if (form) {
  quickDays();
  offerHere();
  showWhatIsAsked();
  form.addEventListener("change", ({ target }) => {
    showWhatIsAsked();
    if (["first", "last", "extent", "travel_days"].includes(target.name)) count();
  });
  count();
}
for (const input of document.querySelectorAll("input[type=file][data-shrink]")) {
  input.addEventListener("change", () => shrink(input));
}
