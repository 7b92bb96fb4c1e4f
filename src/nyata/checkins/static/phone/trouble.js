/** An obstacle that has a sentence and a remedy on the page; `code` is its name in the page's words. */
export class Trouble extends Error {
  /** @param {string} code @param {unknown} [cause] */
  constructor(code, cause) {
    super(code, { cause });
    this.name = "Trouble";
    this.code = code;
  }
}
