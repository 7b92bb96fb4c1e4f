// Adding a passkey on the account page.

import { Refused, create, post } from "./ceremony.js";

const words = document.getElementById("words").dataset;
const button = document.getElementById("passkey-go");
const said = document.getElementById("passkey-said");

async function add() {
  said.textContent = "";
  button.disabled = true;
  try {
    const registration = await create(await post("/passkeys/options", {}));
    await post("/passkeys", { registration, name: document.getElementById("passkey-name").value.trim() });
    location.reload();
  } catch (error) {
    if (error instanceof Refused) said.textContent = error.message;
    else said.textContent = error instanceof TypeError ? words.noNetwork : words.notMade;
  } finally {
    button.disabled = false;
  }
}

if (globalThis.PublicKeyCredential) {
  document.getElementById("passkey").hidden = false;
  button.addEventListener("click", add);
}
