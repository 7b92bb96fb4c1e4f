// Draws a fence as SVG in metres: grid, neighbours, the fence, its corners to take hold of, a scale bar.

import { planeAt, roundLength } from "./site_plane.js";

const NAMESPACE = "http://www.w3.org/2000/svg";

export function make(name, attributes, ...children) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const pathOf = (rings) => rings.map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`).join("");

export class Picture {
  constructor(svg, neighbours, words) {
    Object.assign(this, { svg, neighbours, words });
    this.origin = [104.8306, -3.392]; // Kayu Agung, until there is something to show
    this.view = { x: 0, y: 0, span: 400 };
  }

  get plane() {
    return planeAt(this.origin);
  }

  // Metres per pixel of the screen.
  get grain() {
    return this.view.span / (this.svg.clientWidth || 600);
  }

  get height() {
    return (this.view.span * (this.svg.clientHeight || 400)) / (this.svg.clientWidth || 600);
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    return [
      this.view.x - this.view.span / 2 + (event.clientX - box.left) * this.grain,
      this.view.y - this.height / 2 + (event.clientY - box.top) * this.grain,
    ];
  }

  zoom(factor) {
    this.view.span = Math.min(200_000, Math.max(20, this.view.span * factor));
  }

  // Show all of the fence, with air around it.
  fit(fence) {
    const known = fence.corners[0] ?? this.neighbours[0]?.shape.coordinates.flat(2).slice(0, 2);
    if (!known) return;
    this.origin = known;
    const points = fence.corners.map(this.plane.flat);
    const reach = fence.mode === "Point" ? fence.radius || 50 : 0;
    const xs = points.flatMap(([x]) => [x - reach, x + reach]);
    const ys = points.flatMap(([, y]) => [y - reach, y + reach]);
    const wide = points.length ? Math.max(...xs) - Math.min(...xs) : 0;
    const high = points.length ? Math.max(...ys) - Math.min(...ys) : 0;
    const shape = this.view.span / this.height;
    this.view = {
      x: points.length ? (Math.max(...xs) + Math.min(...xs)) / 2 : 0,
      y: points.length ? (Math.max(...ys) + Math.min(...ys)) / 2 : 0,
      span: Math.max(60, wide * 1.5, high * shape * 1.6),
    };
  }

  draw(fence, locked) {
    const { x, y, span } = this.view;
    const high = this.height;
    this.svg.setAttribute("viewBox", `${x - span / 2} ${y - high / 2} ${span} ${high}`);
    this.svg.replaceChildren(this.#grid(), ...this.#neighbours(), ...this.#fence(fence), this.#scale());
    if (!locked) this.svg.append(...this.#handles(fence));
  }

  #grid() {
    const { x, y, span } = this.view;
    const step = roundLength(span / 5);
    const [left, right, top, bottom] = [x - span / 2, x + span / 2, y - this.height / 2, y + this.height / 2];
    let lines = "";
    for (let at = Math.ceil(left / step) * step; at < right; at += step) lines += `M${at} ${top}V${bottom}`;
    for (let at = Math.ceil(top / step) * step; at < bottom; at += step) lines += `M${left} ${at}H${right}`;
    return make("path", { d: lines, class: "grid-line" });
  }

  #outline(mode, corners, holes, radius, look) {
    const { flat } = this.plane;
    if (mode === "Point") {
      const [cx, cy] = flat(corners[0]);
      return make("circle", { cx, cy, r: radius || 1, class: look });
    }
    return make("path", { d: pathOf([corners, ...holes].map((ring) => ring.map(flat))), class: look });
  }

  #neighbours() {
    return this.neighbours.map(({ name, shape, radius }) => {
      const [corners, ...holes] = shape.type === "Point" ? [[shape.coordinates]] : shape.coordinates;
      const drawn = this.#outline(shape.type, corners, holes, radius, "neighbour");
      drawn.append(make("title", {}, name));
      return drawn;
    });
  }

  #fence(fence) {
    if (!fence.corners.length) return [];
    if (fence.mode === "Polygon" && fence.corners.length < 3) {
      const points = fence.corners.map(this.plane.flat);
      return [make("path", { d: `M${points.map((point) => point.join(" ")).join("L")}`, class: "fence" })];
    }
    return [this.#outline(fence.mode, fence.corners, fence.holes, fence.radius, "fence")];
  }

  #handles(fence) {
    const size = 22 * this.grain; // 44 px to touch, a smaller dot to see
    const grip = ([cx, cy], name, label) =>
      make(
        "g",
        { class: "grip", tabindex: 0, role: "button", "data-grip": name, "aria-label": label },
        make("circle", { cx, cy, r: size, class: "reach" }),
        make("circle", { cx, cy, r: size / 3, class: "dot" }),
      );
    const found = fence.corners.map((corner, at) => {
      const word = fence.mode === "Point" ? this.words.circle : `${this.words.corner} ${at + 1}`;
      return grip(this.plane.flat(corner), at, `${word}: ${corner[1]}, ${corner[0]}`);
    });
    if (fence.mode === "Point" && fence.corners.length && fence.radius) {
      const [x, y] = this.plane.flat(fence.corners[0]);
      found.push(grip([x + fence.radius, y], "radius", `${this.words.radius}: ${fence.radius} m`));
    }
    return found;
  }

  #scale() {
    const length = roundLength(this.view.span / 4);
    const left = this.view.x - this.view.span / 2 + 14 * this.grain;
    const bottom = this.view.y + this.height / 2 - 14 * this.grain;
    const tick = 6 * this.grain;
    const label = length >= 1000 ? `${length / 1000} km` : `${length} m`;
    return make(
      "g",
      { class: "scale", "aria-hidden": "true" },
      make("path", { d: `M${left} ${bottom - tick}V${bottom}H${left + length}V${bottom - tick}` }),
      make("text", { x: left, y: bottom - 10 * this.grain, "font-size": 13 * this.grain }, label),
    );
  }
}
