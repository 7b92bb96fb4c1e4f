/** The passkey's signature at a check-in, with one tap more where the browser wants a gesture. */

import { getAssertion } from "./passkey.js";
import { Trouble } from "./trouble.js";

/**
 * Shows a dialog of the page and waits for its answer.
 * @param {string} id
 * @returns {Promise<boolean>} whether the person went on
 */
export function answerTo(id) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(id));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "go"), { once: true });
  });
}

/**
 * Signs with the bound passkey; where that was not possible, again as often as the person taps.
 * @param {Uint8Array} digest
 * @param {string} credential base64url
 */
export async function signWithPasskey(digest, credential) {
  for (;;) {
    try {
      return await getAssertion(digest, [credential]);
    } catch (error) {
      if (error.code !== "passkey_gesture") throw error;
      if (!(await answerTo("sign-dialog"))) throw new Trouble("passkey_refused", error);
    }
  }
}
