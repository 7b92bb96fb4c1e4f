/** The public page of receipts: a scanned code brings the receipt behind the hash, where no server's log has it. */

const form = /** @type {HTMLFormElement} */ (document.getElementById("check"));
const token = location.hash.slice(1);

if (token) {
  // Taken out of the address at once: neither "back" nor a bookmark asks again.
  history.replaceState(null, "", location.pathname);
  /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea")).value = token;
  form.requestSubmit();
}
