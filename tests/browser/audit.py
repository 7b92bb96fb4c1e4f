"""What can be measured of a page that everybody must be able to use, without anybody's library."""

from typing import Any

from playwright.sync_api import Page

# Returns a list of sentences, each one thing that is wrong.
AUDIT = """
() => {
  const wrong = [];
  const name = (e) => {
    return `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""} ${e.textContent.trim().slice(0, 40)}`;
  };
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !e.closest(".visually-hidden, .skip") && e.getClientRects().length > 0;
  const rgba = (text) => {
    const numbers = text.match(/[\\d.]+/g).map(Number);
    return text.startsWith("color(srgb") ? [...numbers.slice(0, 3).map((n) => n * 255), numbers[3] ?? 1]
      : [...numbers.slice(0, 3), numbers[3] ?? 1];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (e) => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };

  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) wrong.push(`wider than the screen: ${wide}`);
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not exactly one h1");
  if (!document.documentElement.lang) wrong.push("no language");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || !seen(e) || e.closest("script, template, noscript, option")) continue;
    const style = getComputedStyle(e);
    const size = parseFloat(style.fontSize);
    if (size < 15 || (size < 16 && innerWidth > 352)) wrong.push(`${size}px text: ${name(e)}`);
    const ratio = contrast(over(rgba(style.color), ground(e)), ground(e));
    const isDisabled = e.closest(":disabled, [aria-disabled=true]");
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (!isDisabled && ratio < (isLarge ? 3 : 4.5)) wrong.push(`contrast ${ratio.toFixed(2)}: ${name(e)}`);
  }
  for (const e of document.querySelectorAll("a[href], button, summary, input, select, textarea")) {
    if (!seen(e) || e.type === "hidden" || e.classList.contains("skip")) continue;
    const said = e.labels?.length || e.ariaLabel || e.title || e.textContent.trim();
    if (!said && !e.querySelector("img[alt], [aria-label]")) wrong.push(`no name: ${name(e)}`);
    const box = (e.closest("label") ?? e).getBoundingClientRect();
    const inText = e.tagName === "A" && getComputedStyle(e).display === "inline";
    const least = inText ? 20 : 44;
    if (box.height < least || box.width < Math.min(least, 24)) {
      wrong.push(`target ${Math.round(box.width)}x${Math.round(box.height)}: ${name(e)}`);
    }
  }
  for (const e of document.querySelectorAll("img")) if (!e.hasAttribute("alt")) wrong.push(`no alt: ${name(e)}`);
  for (const e of document.querySelectorAll("svg")) {
    if (!e.closest("[aria-hidden=true]") && !e.getAttribute("aria-label")) wrong.push(`svg says nothing: ${name(e)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`id twice: ${id}`);
  const inline = "[style]:not([style='']), style, script:not([src]):not([type='application/json'])";
  for (const e of document.querySelectorAll(inline)) {
    wrong.push(`inline style or script: ${e.outerHTML.slice(0, 120)}`);
  }
  return [...new Set(wrong)];
}
"""


def wrongs(page: Page) -> Any:
    """What is wrong with the page as it stands."""
    return page.evaluate(AUDIT)
