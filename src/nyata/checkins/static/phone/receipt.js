/** The public page of receipts: a scanned code brings the receipt behind the hash, where no server's log has it. */

const form = /** @type {HTMLFormElement} */ (document.getElementById("check"));

/** Asks for the receipt in the address, and takes it out of there: neither "back" nor a bookmark asks again. */
function ask() {
  const token = location.hash.slice(1);
  if (!token) return;
  history.replaceState(null, "", location.pathname);
  /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea")).value = token;
  form.requestSubmit();
}

// A second code may be opened in the same tab, which loads no page.
addEventListener("hashchange", ask);
ask();
