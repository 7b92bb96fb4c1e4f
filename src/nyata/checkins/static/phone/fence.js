/** Metres to a fence, for the ready-light only: the server measures for itself (nyata.core.geometry). */

/** @typedef {{name: string, shape: {type: "Point", coordinates: [number, number]} |
 *   {type: "Polygon", coordinates: [number, number][][]}, radius_m: number|null}} Site */

const METRES_PER_DEGREE = 111_195;

/** East and north of a position in metres, on a plane that touches the earth there. */
function plane(latitude, longitude) {
  const east = METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return ([lon, lat]) => [(lon - longitude) * east, (lat - latitude) * METRES_PER_DEGREE];
}

/** Distance of the origin to a segment. */
function toSegment([ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / length));
  return Math.hypot(ax + share * (bx - ax), ay + share * (by - ay));
}

/** Whether the origin lies inside a ring. */
function inside(ring) {
  let crossed = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
    if (ay > 0 !== by > 0 && (-ay * (bx - ax)) / (by - ay) + ax > 0) crossed = !crossed;
  }
  return crossed;
}

/** @param {Site} site @returns {number} metres outside the fence, 0 or less inside */
export function metresOutside({ shape, radius_m: radius }, latitude, longitude) {
  const local = plane(latitude, longitude);
  if (shape.type === "Point") return Math.hypot(...local(shape.coordinates)) - radius;
  const rings = shape.coordinates.map((ring) => ring.map(local));
  const edges = rings.flatMap((ring) => ring.slice(1).map((end, at) => toSegment(ring[at], end)));
  const nearest = Math.min(...edges);
  const isInside = inside(rings[0]) && !rings.slice(1).some(inside);
  return isInside ? -nearest : nearest;
}

/** @param {Site[]} sites @returns {{site: Site, metres: number}|null} */
export function nearestSite(sites, latitude, longitude) {
  const measured = sites.map((site) => ({ site, metres: metresOutside(site, latitude, longitude) }));
  return measured.sort((one, other) => one.metres - other.metres)[0] ?? null;
}
