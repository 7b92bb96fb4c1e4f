// The two WebAuthn ceremonies of signing in, on any device, and talking to our own API.

import { decode, encode } from "../phone/b64url.js";

const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

/** A refusal of the server: its sentence is for the person. */
export class Refused extends Error {}

/**
 * @param {string} path below /api/v1
 * @param {object} body
 * @returns {Promise<any>} the answer; rejects with Refused, or with a TypeError where there is no network
 */
export async function post(path, body) {
  const answer = await fetch(`/api/v1${path}`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.sentence);
  return said;
}

const described = (one) => ({ ...one, id: decode(one.id) });

/** @param {any} options PublicKeyCredentialCreationOptions as JSON @returns {Promise<object>} RegistrationResponseJSON */
export async function create(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      user: { ...options.user, id: decode(options.user.id) },
      excludeCredentials: (options.excludeCredentials ?? []).map(described),
    },
  });
  return {
    id: made.id,
    rawId: encode(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: encode(made.response.clientDataJSON),
      attestationObject: encode(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  };
}

/** @param {any} options PublicKeyCredentialRequestOptions as JSON @returns {Promise<object>} the wire's flat assertion */
export async function get(options) {
  const got = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      allowCredentials: options.allowCredentials.map(described),
    },
  });
  return {
    id: encode(got.rawId),
    clientDataJSON: encode(got.response.clientDataJSON),
    authenticatorData: encode(got.response.authenticatorData),
    signature: encode(got.response.signature),
  };
}
