/** Elements made in script: attributes and children, never markup from a string. */

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path"]);

/**
 * @param {string} tag
 * @param {Record<string, string|number|boolean>} [attributes] false leaves one out, true sets it empty
 * @param {...(Node|string)} children
 * @returns {any}
 */
export function make(tag, attributes = {}, ...children) {
  const element = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** The page's data of a json_script element. @param {string} id @returns {any} */
export function told(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** A copy of a <template>'s only element. @param {string} id @returns {HTMLElement} */
export function copyOf(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
}

/** Fills the places marked data-say="name" inside an element. @param {Element} root @param {Record<string, string>} words */
export function say(root, words) {
  for (const [name, text] of Object.entries(words)) {
    for (const place of root.querySelectorAll(`[data-say="${name}"]`)) place.textContent = text;
  }
}
