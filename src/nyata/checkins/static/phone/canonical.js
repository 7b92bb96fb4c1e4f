/**
 * Canonical JSON (RFC 8785). JavaScript's own number and string forms are the ones the RFC prescribes,
 * and its sort compares UTF-16 units, as the RFC asks: only the order of the keys is left to do.
 */

/** @param {unknown} value @returns {string} */
export function canonical(value) {
  if (value === null || typeof value !== "object") {
    if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("not a JSON number");
    if (value === undefined) throw new TypeError("not a JSON value");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

/** @param {unknown} value @returns {Uint8Array} the canonical JSON as UTF-8 */
export function canonicalBytes(value) {
  return new TextEncoder().encode(canonical(value));
}
