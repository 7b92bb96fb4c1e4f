// A flat plane in metres around one point of the earth, and the GeoJSON that officers paste. No drawing here.

const METRES_PER_DEGREE = 111_320;

// The plane that touches the earth at [lon, lat]; x grows to the east, y to the south, as on a screen.
export function planeAt([lon0, lat0]) {
  const width = METRES_PER_DEGREE * Math.cos((lat0 * Math.PI) / 180);
  return {
    flat: ([lon, lat]) => [(lon - lon0) * width, (lat0 - lat) * METRES_PER_DEGREE],
    round: ([x, y]) => [tidy(lon0 + x / width), tidy(lat0 - y / METRES_PER_DEGREE)],
  };
}

// Seven decimals are a centimetre: more would only look exact.
export const tidy = (degrees) => Math.round(degrees * 1e7) / 1e7;

export function area(points) {
  let twice = 0;
  points.forEach(([x, y], at) => {
    const [nextX, nextY] = points[(at + 1) % points.length];
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

// The longest of 1, 2, 5, 10, 20, 50 ... metres that is not longer than `most`.
export function roundLength(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
}

// The edge of a ring (index of its first corner) that lies within `reach` of a point, or -1.
export function edgeNear(points, [x, y], reach) {
  let best = -1;
  let closest = reach;
  points.forEach(([ax, ay], at) => {
    const [bx, by] = points[(at + 1) % points.length];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    if (length === 0) return;
    const along = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    const distance = Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
    if (distance < closest) [best, closest] = [at, distance];
  });
  return best;
}

const isPosition = (at) => Array.isArray(at) && at.length >= 2 && at.slice(0, 2).every(Number.isFinite);

// {mode, corners, holes, radius} of a text, or null where it is no single Point or Polygon.
export function readGeoJson(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  let radius = null;
  if (found?.type === "FeatureCollection") found = found.features?.length === 1 ? found.features[0] : null;
  if (found?.type === "Feature") {
    if (Number.isFinite(found.properties?.radius_m)) radius = found.properties.radius_m;
    found = found.geometry;
  }
  if (found?.type === "Point" && isPosition(found.coordinates)) {
    return { mode: "Point", corners: [found.coordinates.slice(0, 2)], holes: [], radius };
  }
  if (found?.type !== "Polygon" || !found.coordinates?.length) return null;
  if (!found.coordinates.every((ring) => Array.isArray(ring) && ring.length >= 4 && ring.every(isPosition))) return null;
  const [outer, ...holes] = found.coordinates.map((ring) => ring.map((at) => at.slice(0, 2)));
  return { mode: "Polygon", corners: outer.slice(0, -1), holes, radius: null };
}

export function writeGeoJson({ mode, corners, holes }) {
  if (!corners.length) return "";
  if (mode === "Point") return JSON.stringify({ type: "Point", coordinates: corners[0] });
  return JSON.stringify({ type: "Polygon", coordinates: [[...corners, corners[0]], ...holes] });
}
