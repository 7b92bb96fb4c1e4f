// The navigation opens and closes by itself (details); this adds what a menu is expected to do besides:
// Escape closes it and gives the focus back, and so does a tap elsewhere or leaving it by the keyboard.

const floating = () => [...document.querySelectorAll(".menu[open], .bar details[open]")];

function close(details, refocus) {
  details.open = false;
  if (refocus) details.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of floating()) close(details, details.contains(document.activeElement));
});

document.addEventListener("pointerdown", (event) => {
  for (const details of floating()) if (!details.contains(event.target)) close(details, false);
});

document.addEventListener("focusin", (event) => {
  for (const details of floating()) if (!details.contains(event.target)) close(details, false);
});
