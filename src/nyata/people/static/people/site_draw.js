// A site's fence: drawn by pointer, by keyboard, by typed coordinates, or as GeoJSON. The form's fields are what counts.

import { Picture } from "./site_picture.js";
import { area, edgeNear, readGeoJson, tidy, writeGeoJson } from "./site_plane.js";

const figure = document.getElementById("gambar");
const words = Object.fromEntries(
  Object.entries(figure.dataset).filter(([key]) => key.startsWith("words")).map(([key, text]) => [key.slice(5).toLowerCase(), text]),
);
const locked = figure.dataset.locked === "1";
const json = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");
const said = figure.querySelector("[data-said]");
const measure = figure.querySelector("[data-measure]");
const geojson = document.getElementById("id_geojson");
const radius = document.getElementById("id_radius_m");
const list = document.getElementById("sudut");
const number = new Intl.NumberFormat(document.documentElement.lang || "id", { maximumFractionDigits: 0 });

const picture = new Picture(figure.querySelector(".plane svg"), json("site-neighbours") ?? [], words);
let fence = { mode: "Point", corners: [], holes: [], radius: 60 };
const past = [];

const remember = () => past.push(structuredClone(fence));
const flatCorners = () => fence.corners.map(picture.plane.flat);

function show({ typing = null } = {}) {
  picture.draw(fence, locked);
  measure.textContent = sizes();
  if (locked) return;
  if (typing !== geojson) geojson.value = writeGeoJson(fence);
  if (typing !== radius) radius.value = fence.mode === "Point" ? fence.radius ?? "" : "";
  radius.closest(".field").hidden = fence.mode !== "Point";
  for (const button of figure.querySelectorAll("[data-mode]")) {
    button.setAttribute("aria-pressed", String(button.dataset.mode === fence.mode));
  }
  if (!list.contains(typing)) listCorners();
  said.textContent = fence.corners.length ? "" : words.empty;
}

function sizes() {
  if (!fence.corners.length) return "";
  const square = fence.mode === "Point" ? Math.PI * (fence.radius || 0) ** 2 : area(flatCorners());
  const round = fence.mode === "Point" ? `${words.radius} ${number.format(fence.radius || 0)} m · ` : "";
  return `${round}${words.area} ${number.format(square)} m²`;
}

// The corners as numbers to type: the same thing for whoever cannot or will not drag.
function listCorners() {
  list.hidden = !fence.corners.length;
  list.replaceChildren(
    ...fence.corners.map((corner, at) => {
      const row = document.createElement("fieldset");
      row.className = "corner";
      const legend = document.createElement("legend");
      legend.textContent = fence.mode === "Point" ? words.circle : `${words.corner} ${at + 1}`;
      row.append(legend, ...[1, 0].map((axis) => coordinate(corner, at, axis)));
      if (fence.mode === "Polygon") row.append(removal(at));
      return row;
    }),
  );
}

function coordinate(corner, at, axis) {
  const label = document.createElement("label");
  label.textContent = axis ? words.latitude : words.longitude;
  const input = document.createElement("input");
  Object.assign(input, { type: "number", step: "any", value: corner[axis], inputMode: "decimal" });
  input.addEventListener("change", () => {
    if (!Number.isFinite(input.valueAsNumber)) return;
    remember();
    fence.corners[at][axis] = tidy(input.valueAsNumber);
    picture.fit(fence);
    show({ typing: input });
  });
  label.append(input);
  return label;
}

function removal(at) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button plain", textContent: words.remove });
  button.setAttribute("aria-label", `${words.remove} ${at + 1}`);
  button.addEventListener("click", () => remove(at));
  return button;
}

function remove(at) {
  remember();
  fence.corners.splice(at, 1);
  show();
}

function place(name, point) {
  if (name === "radius") {
    const [x, y] = picture.plane.flat(fence.corners[0]);
    fence.radius = Math.min(5000, Math.max(10, Math.round(Math.hypot(point[0] - x, point[1] - y))));
  } else {
    fence.corners[Number(name)] = picture.plane.round(point);
  }
}

// A tap on the plane: the middle of the circle, or another corner, into an edge where one is near.
function tap(point) {
  remember();
  const corner = picture.plane.round(point);
  if (fence.mode === "Point") fence.corners = [corner];
  else {
    const edge = fence.corners.length > 2 ? edgeNear(flatCorners(), point, 14 * picture.grain) : -1;
    fence.corners.splice(edge < 0 ? fence.corners.length : edge + 1, 0, corner);
  }
  show();
}

function drag(event) {
  const name = locked ? undefined : event.target.closest("[data-grip]")?.dataset.grip;
  const start = picture.at(event);
  const view = { ...picture.view };
  const [startX, startY] = [event.clientX, event.clientY];
  let moved = false;
  picture.svg.setPointerCapture(event.pointerId);
  const follow = (move) => {
    if (!moved && Math.hypot(move.clientX - startX, move.clientY - startY) < 5) return;
    if (!moved && name !== undefined) remember();
    moved = true;
    if (name !== undefined) place(name, picture.at(move));
    else {
      picture.view.x = view.x - (move.clientX - startX) * picture.grain;
      picture.view.y = view.y - (move.clientY - startY) * picture.grain;
    }
    show();
  };
  const end = (up) => {
    picture.svg.removeEventListener("pointermove", follow);
    if (!moved && name === undefined && !locked && up.type === "pointerup") tap(start);
    if (name !== undefined) picture.svg.querySelector(`[data-grip="${name}"]`)?.focus();
  };
  picture.svg.addEventListener("pointermove", follow);
  picture.svg.addEventListener("pointerup", end, { once: true });
  picture.svg.addEventListener("pointercancel", end, { once: true });
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function press(event) {
  const name = event.target.closest("[data-grip]")?.dataset.grip;
  if (name === undefined) return;
  if ((event.key === "Delete" || event.key === "Backspace") && fence.mode === "Polygon") {
    event.preventDefault();
    remove(Number(name));
    return;
  }
  const arrow = ARROWS[event.key];
  if (!arrow) return;
  event.preventDefault();
  remember();
  const step = event.shiftKey ? 10 : 1;
  if (name === "radius") {
    const longer = (arrow[0] - arrow[1]) * step;
    fence.radius = Math.min(5000, Math.max(10, Math.round(fence.radius + longer)));
  } else {
    const [x, y] = picture.plane.flat(fence.corners[Number(name)]);
    place(name, [x + arrow[0] * step, y + arrow[1] * step]);
  }
  show();
  picture.svg.querySelector(`[data-grip="${name}"]`)?.focus();
}

function read(text, typing) {
  const found = readGeoJson(text);
  geojson.setAttribute("aria-invalid", String(Boolean(text.trim()) && !found));
  if (!found) {
    said.textContent = text.trim() ? words.unreadable : "";
    return;
  }
  remember();
  fence = { ...found, radius: found.radius ?? fence.radius ?? 60 };
  picture.fit(fence);
  show({ typing });
}

function changeMode(mode) {
  if (mode === fence.mode) return;
  remember();
  // A yard begins where the circle was; a circle in the middle of the yard.
  const points = flatCorners();
  if (mode === "Polygon" && points.length) {
    const [[x, y]] = points;
    const reach = fence.radius || 50;
    fence.corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([east, south]) => picture.plane.round([x + east * reach, y + south * reach]));
  } else if (points.length) {
    const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
    fence.radius = Math.max(10, Math.round(Math.sqrt(area(points) / Math.PI)));
    fence.corners = [picture.plane.round(middle)];
  }
  fence = { ...fence, mode, holes: [] };
  show();
}

const ACTIONS = {
  closer: () => picture.zoom(0.6),
  farther: () => picture.zoom(1 / 0.6),
  fit: () => picture.fit(fence),
  undo: () => {
    fence = past.pop() ?? fence;
  },
  locate: () =>
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        remember();
        const here = [tidy(coords.longitude), tidy(coords.latitude)];
        if (fence.mode === "Point") fence.corners = [here];
        else fence.corners.push(here);
        picture.fit(fence);
        show();
      },
      () => {
        said.textContent = words.located;
      },
      { enableHighAccuracy: true, timeout: 20_000 },
    ),
};

function begin() {
  figure.hidden = false;
  const start = locked ? JSON.stringify(json("site-shape")) : geojson.value;
  const found = readGeoJson(start);
  const length = Number.parseFloat(locked ? document.getElementById("site-radius").textContent : radius.value);
  if (found) fence = { ...found, radius: Number.isFinite(length) ? length : 60 };
  picture.fit(fence);
  show({ typing: found ? null : geojson });
}

figure.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.mode) changeMode(button.dataset.mode);
  if (!button?.dataset.do) return;
  ACTIONS[button.dataset.do]();
  show();
});
picture.svg.addEventListener("pointerdown", drag);
new ResizeObserver(() => show()).observe(picture.svg);
if (!locked) {
  picture.svg.addEventListener("keydown", press);
  geojson.addEventListener("input", () => read(geojson.value, geojson));
  radius.addEventListener("input", () => {
    if (radius.valueAsNumber >= 10) fence.radius = radius.valueAsNumber;
    show({ typing: radius });
  });
  document.getElementById("berkas").addEventListener("change", async ({ target }) => {
    if (target.files[0]) read(await target.files[0].text(), null);
  });
  document.getElementById("geojson-bagian").open = false;
}
begin();
