// Makes countries.json of this folder: the countries, cut out of world-atlas (Natural Earth 1:10 000 000, public domain).
// Not part of any run; done again for a newer edition of the source: node frontend/map/basemap/borders.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

const here = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);
const BOX = { west: -25, south: 33, east: 36, north: 66 };
// What is drawn finely: the countries whose towns the product knows. 0.003° is some 300 m.
const NEAR = { west: -11, south: 35, east: 20, north: 60 };
const FINE = 0.003;
const COARSE = 0.04;
// The rest of the world, so that no place lies in the middle of nothing.
const ROUGH = 0.25;

const world = JSON.parse(readFileSync(resolve(here, "../../node_modules/world-atlas/countries-10m.json"), "utf8"));
const { scale, translate } = world.transform;

function points(arc) {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

const inside = (box, [lon, lat]) => lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north;

// Douglas and Peucker, 1973. Both ends stay, so that neighbours keep sharing their border.
function simplified(line, tolerance) {
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const spans = [[0, line.length - 1]];
  while (spans.length) {
    const [first, last] = spans.pop();
    let [worst, far] = [-1, tolerance];
    for (let i = first + 1; i < last; i++) {
      const off = distance(line[i], line[first], line[last]);
      if (off > far) [worst, far] = [i, off];
    }
    if (worst >= 0) {
      keep[worst] = 1;
      spans.push([first, worst], [worst, last]);
    }
  }
  return line.filter((_, i) => keep[i]);
}

function distance([x, y], [ax, ay], [bx, by]) {
  const narrow = Math.cos((ay * Math.PI) / 180);
  const [dx, dy, px, py] = [(bx - ax) * narrow, by - ay, (x - ax) * narrow, y - ay];
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, (px * dx + py * dy) / length)) : 0;
  return Math.hypot(px - t * dx, py - t * dy);
}

const arcs = world.arcs.map(points);
const touches = arcs.map((line) => line.some((point) => inside(BOX, point)));
const near = arcs.map((line) => line.some((point) => inside(NEAR, point)));

const arcOf = (index) => (index < 0 ? ~index : index);
const among = (ring, some) => ring.some((index) => some[arcOf(index)]);
const polygonsOf = (geometry) => (geometry.type === "Polygon" ? [geometry.arcs] : (geometry.arcs ?? []));
// An island of less than some 4 km² says nothing at the scales that this map is read at.
function area(ring) {
  const line = ring.flatMap((index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index]));
  let twice = 0;
  for (let i = 1; i < line.length; i++) twice += line[i - 1][0] * line[i][1] - line[i][0] * line[i - 1][1];
  return Math.abs(twice / 2);
}
const worthDrawing = (ring) => area(ring) > (among(ring, near) ? 0.0004 : among(ring, touches) ? 0.02 : 0.6);

const used = new Map();
const number = (index) => {
  const plain = arcOf(index);
  if (!used.has(plain)) used.set(plain, used.size);
  return index < 0 ? ~used.get(plain) : used.get(plain);
};
const geometries = [];
for (const geometry of world.objects.countries.geometries) {
  const kept = polygonsOf(geometry)
    .filter((rings) => worthDrawing(rings[0]))
    .map((rings) => rings.filter(worthDrawing).map((ring) => ring.map(number)));
  if (kept.length) geometries.push({ type: "MultiPolygon", arcs: kept });
}

// Whole hundredths of a degree far away, thousandths (some 100 m) near.
const GRID = 1000;
const written = [...used.keys()].map((index) => {
  const line = simplified(arcs[index], near[index] ? FINE : touches[index] ? COARSE : ROUGH);
  let [px, py] = [0, 0];
  const steps = [];
  for (const [lon, lat] of line) {
    const [x, y] = [Math.round(lon * GRID), Math.round(lat * GRID)];
    if (steps.length && x === px && y === py) continue;
    steps.push([x - px, y - py]);
    [px, py] = [x, y];
  }
  if (steps.length === 1) steps.push([0, 0]);
  return steps;
});
const topology = {
  type: "Topology",
  transform: { scale: [1 / GRID, 1 / GRID], translate: [0, 0] },
  objects: { countries: { type: "GeometryCollection", geometries } },
  arcs: written,
};
const borders = JSON.stringify(topology);
writeFileSync(resolve(here, "countries.json"), borders);

const count = written.reduce((sum, line) => sum + line.length, 0);
console.log(`${geometries.length} countries, ${count} points, ${borders.length} bytes`);
