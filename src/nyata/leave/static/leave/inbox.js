/** Choosing many: all at once, and how many are chosen. */

const form = document.querySelector("[data-picks]");

if (form) {
  const all = form.querySelector("[data-all]");
  const boxes = () => [...form.querySelectorAll("input[name=pilih]")].filter((box) => box.offsetParent !== null);
  const show = () => {
    const chosen = form.querySelectorAll("input[name=pilih]:checked").length;
    for (const place of form.querySelectorAll("[data-number]")) place.textContent = chosen ? `(${chosen})` : "";
  };
  all.hidden = false;
  all.addEventListener("click", () => {
    const each = boxes();
    const wanted = each.some((box) => !box.checked);
    for (const box of each) box.checked = wanted;
    show();
  });
  form.addEventListener("change", show);
  show();
}
