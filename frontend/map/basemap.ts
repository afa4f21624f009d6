import L from "leaflet";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countriesUrl from "./basemap/countries.json?url";
import townsUrl from "./basemap/towns.json?url";

type Borders = Topology<{ countries: GeometryCollection }>;
/** Name, thousandths of degrees north and east, and the zoom from which it is shown. */
type Town = [name: string, north: number, east: number, zoom: number];

export interface Tiles {
  url: string;
  attribution: string;
}

type Village = [name: string, north: number, east: number];

// From this zoom on, a view holds so few towns that the server is asked for all of them.
const VILLAGES = 10;
// Beyond this there is nothing more to see than borders and the names of towns.
const CLOSEST = 13;
const CREDITS = "Natural Earth · GeoNames";

/** The administrator's tile server, as the page names it; undefined where the embedded map is used. */
export function tilesOfPage(): Tiles | undefined {
  const { tiles, tilesAttribution } = document.body.dataset;
  return tiles ? { url: tiles, attribution: tilesAttribution || "© OpenStreetMap" } : undefined;
}

/** Draw tiles, or countries and towns from our own files; resolves when they are on the screen. */
export async function drawGround(map: L.Map): Promise<void> {
  const tiles = tilesOfPage();
  await (tiles ? drawTiles(map, tiles) : drawEmbedded(map));
}

function drawTiles(map: L.Map, { url, attribution }: Tiles): Promise<void> {
  const layer = L.tileLayer(url, { attribution, maxZoom: 19 }).addTo(map);
  // A tile server that is down leaves the pin and the controls working.
  return new Promise((resolve) => {
    layer.once("load", () => resolve());
    layer.once("tileerror", () => resolve());
  });
}

let ground: Promise<[Borders, Town[]]> | undefined;

async function read<T>(url: string): Promise<T> {
  const answer = await fetch(new URL(url, import.meta.url));
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as T;
}

async function drawEmbedded(map: L.Map): Promise<void> {
  ground ??= Promise.all([read<Borders>(countriesUrl), read<Town[]>(townsUrl)]);
  const [borders, towns] = await ground.catch((error: unknown) => {
    ground = undefined;
    throw error;
  });
  map.setMaxZoom(CLOSEST);
  map.attributionControl?.addAttribution(CREDITS);
  // Colours come from the style sheet, and so follow the theme.
  const land = feature(borders, borders.objects.countries);
  L.geoJSON(land, { interactive: false, style: { className: "map__land" } }).addTo(map).bringToBack();
  const names = new TownNames(map, towns);
  map.on("moveend", () => void names.draw());
  await names.draw();
}

/** The names of towns: ours for wide views, the server's whole table for close ones, where there is room for villages. */
class TownNames {
  private readonly layer: L.LayerGroup;

  constructor(
    private readonly map: L.Map,
    private readonly towns: Town[],
  ) {
    this.layer = L.layerGroup().addTo(map);
  }

  async draw(): Promise<void> {
    const zoom = Math.round(this.map.getZoom());
    const view = this.map.getBounds().pad(0.1);
    const here = this.towns.filter(([, north, east, from]) => from <= zoom && view.contains([north / 1000, east / 1000]));
    this.write(here.map(([name, north, east, from]) => [name, north / 1000, east / 1000, from <= Math.max(5, zoom - 2)]));
    if (zoom < VILLAGES) return;
    const villages = await villagesOf(view);
    // The map may have moved on meanwhile: its own call draws then.
    if (!villages || zoom !== Math.round(this.map.getZoom()) || !view.contains(this.map.getCenter())) return;
    this.write(this.withoutOverlaps(villages).map(([name, north, east], at) => [name, north, east, at < 3]));
  }

  private write(names: [string, number, number, boolean][]): void {
    this.layer.clearLayers();
    for (const [name, north, east, large] of names) {
      const text = document.createElement("span");
      text.textContent = name;
      const icon = L.divIcon({ className: `map__town${large ? " map__town--large" : ""}`, html: text, iconSize: [6, 6] });
      L.marker([north, east], { icon, interactive: false, keyboard: false, pane: "towns" }).addTo(this.layer);
    }
  }

  private withoutOverlaps(names: Village[]): Village[] {
    const taken: [L.Point, number][] = [];
    return names.filter(([name, north, east]) => {
      const at = this.map.latLngToLayerPoint([north, east]);
      const width = 16 + name.length * 7;
      const clashes = taken.some(
        ([other, long]) => Math.abs(other.y - at.y) < 22 && at.x < other.x + long && other.x < at.x + width,
      );
      if (!clashes) taken.push([at, width]);
      return !clashes;
    });
  }
}

/** The largest towns of a view, the largest first; undefined where the server does not say. */
async function villagesOf(view: L.LatLngBounds): Promise<Village[] | undefined> {
  const sides = { south: view.getSouth(), west: view.getWest(), north: view.getNorth(), east: view.getEast() };
  const query = Object.entries(sides).map(([side, degrees]) => `${side}=${degrees.toFixed(3)}`);
  try {
    const answer = await fetch(`/places/names/?${query.join("&")}`);
    const { items } = (await answer.json()) as { items: Village[] };
    return answer.ok && items.length ? items : undefined;
  } catch {
    return undefined;
  }
}
