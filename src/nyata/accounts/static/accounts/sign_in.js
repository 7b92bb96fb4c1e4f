// Signing in with a passkey, where the browser has them. Without script the password form does everything.

import { Refused, get, post } from "./ceremony.js";

const words = document.getElementById("words").dataset;
const form = document.getElementById("sign-in");
const button = document.getElementById("passkey-go");
const said = document.getElementById("passkey-said");

async function signIn() {
  const nip = form.elements.nip.value.trim();
  if (!nip) {
    said.textContent = words.needNip;
    form.elements.nip.focus();
    return;
  }
  said.textContent = "";
  button.disabled = true;
  try {
    const assertion = await get(await post("/session/passkey/options", { nip }));
    const answer = await post("/session/passkey", { nip, assertion });
    location.assign(answer.must_change_password ? "/akun/sandi/" : form.elements.next.value);
  } catch (error) {
    if (error instanceof Refused) said.textContent = error.message;
    else said.textContent = error instanceof TypeError ? words.noNetwork : words.notRead;
  } finally {
    button.disabled = false;
  }
}

if (globalThis.PublicKeyCredential) {
  document.getElementById("passkey").hidden = false;
  button.addEventListener("click", signIn);
}
