/** The passkey: made once at enrolment, asked for a signature at every check-in. */

import { decode, encode } from "./b64url.js";
import { Trouble } from "./trouble.js";

/** @returns {Promise<boolean>} whether this phone can make and use a passkey of its own */
export async function canHavePasskey() {
  const Credential = globalThis.PublicKeyCredential;
  if (!Credential) return false;
  return Credential.isUserVerifyingPlatformAuthenticatorAvailable();
}

/** @param {unknown} error @returns {Trouble} */
function troubleOf(error) {
  const codes = {
    // The browser does not say which: cancelled, timed out, or a gesture was wanted. One tap mends all three.
    NotAllowedError: "passkey_gesture",
    AbortError: "passkey_gesture",
    InvalidStateError: "passkey_exists",
    NotSupportedError: "passkey_none",
    SecurityError: "passkey_address",
  };
  return new Trouble(codes[/** @type {Error} */ (error).name] ?? "passkey_refused", error);
}

/**
 * Creates the phone's passkey from the server's options (JSON as py_webauthn gives it).
 * On Android a discoverable key would be synced to the account; "discouraged" keeps it in this phone's hardware.
 * @param {any} options
 * @returns {Promise<object>} RegistrationResponseJSON
 */
export async function createPasskey(options) {
  const onAndroid = /Android/.test(navigator.userAgent);
  const publicKey = {
    ...options,
    challenge: decode(options.challenge),
    user: { ...options.user, id: decode(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(described),
    authenticatorSelection: {
      authenticatorAttachment: "platform",
      residentKey: onAndroid ? "discouraged" : "preferred",
      requireResidentKey: false,
      userVerification: "required",
    },
    hints: ["client-device"],
    attestation: "direct",
  };
  try {
    const made = /** @type {any} */ (await navigator.credentials.create({ publicKey }));
    return {
      id: made.id,
      rawId: encode(made.rawId),
      type: made.type,
      authenticatorAttachment: made.authenticatorAttachment,
      clientExtensionResults: made.getClientExtensionResults(),
      response: {
        clientDataJSON: encode(made.response.clientDataJSON),
        attestationObject: encode(made.response.attestationObject),
        transports: made.response.getTransports?.() ?? ["internal"],
      },
    };
  } catch (error) {
    throw troubleOf(error);
  }
}

/**
 * Signs 32 bytes with one of the passkeys bound to the person. Works without network.
 * @param {Uint8Array} challenge
 * @param {string[]} credentialIds base64url
 * @returns {Promise<{id: string, clientDataJSON: string, authenticatorData: string, signature: string}>}
 */
export async function getAssertion(challenge, credentialIds) {
  if (!globalThis.PublicKeyCredential) throw new Trouble("passkey_none");
  const publicKey = {
    challenge,
    allowCredentials: credentialIds.map((id) => described({ id, transports: ["internal"] })),
    userVerification: /** @type {const} */ ("required"),
    hints: ["client-device"],
    timeout: 60_000,
  };
  try {
    const got = /** @type {any} */ (await navigator.credentials.get({ publicKey }));
    return {
      id: encode(got.rawId),
      clientDataJSON: encode(got.response.clientDataJSON),
      authenticatorData: encode(got.response.authenticatorData),
      signature: encode(got.response.signature),
    };
  } catch (error) {
    throw troubleOf(error);
  }
}

/** @param {{id: string, transports?: string[]}} credential */
function described({ id, transports }) {
  return { type: /** @type {const} */ ("public-key"), id: decode(id), transports };
}
