import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "./map.css";
import { drawGround } from "./basemap";
import { messages } from "./messages";
import { makePin } from "./pin";

export interface MapPoint {
  latitude: number;
  longitude: number;
  label?: string;
}

export interface MapOptions {
  /** Where the pin stands; without both, the map shows `markers`, or France, and no pin. */
  latitude?: number | null;
  longitude?: number | null;
  zoom?: number;
  /** What a screen reader says of the pin. */
  label?: string;
  /** The pin can be dragged and moved by arrow keys; a click on the map puts it there. */
  editable?: boolean;
  onMove?: (latitude: number, longitude: number) => void;
  /** Further points, smaller than the pin. */
  markers?: MapPoint[];
}

export interface MapHandle {
  moveTo(latitude: number, longitude: number): void;
  removePin(): void;
  destroy(): void;
}

const HOME: L.LatLngTuple = [46.6, 2.4];
const HOME_ZOOM = 5;
const TOWN_ZOOM = 9;

/**
 * Draw a map into an element of class `map`. Needs no network besides this server. `data-ready` is set on the element
 * when everything is on the screen, `data-failed` when the ground could not be read (the pin still works).
 */
export function mountMap(element: HTMLElement, options: MapOptions = {}): MapHandle {
  const map = L.map(element, {
    zoomControl: false,
    minZoom: 3,
    maxZoom: 18,
    zoomSnap: 0.5,
    // A page that is scrolled past must not zoom; the wheel works once the map was clicked.
    scrollWheelZoom: false,
    worldCopyJump: true,
    fadeAnimation: false,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: messages.zoomIn, zoomOutTitle: messages.zoomOut }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 90 }).addTo(map);
  const towns = map.createPane("towns");
  towns.classList.add("map__towns");
  towns.setAttribute("aria-hidden", "true");
  map.on("focus click", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());

  const pin = new Pin(map, options);
  for (const point of options.markers ?? []) {
    L.circleMarker([point.latitude, point.longitude], { radius: 7, className: "map__point", interactive: Boolean(point.label) })
      .bindTooltip(point.label ?? "")
      .addTo(map);
  }
  lookAt(map, options);
  void drawGround(map).then(
    () => ready(element),
    () => failed(element),
  );
  const sized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  sized.observe(element);
  return {
    moveTo(latitude, longitude) {
      pin.put(L.latLng(latitude, longitude));
      map.setView([latitude, longitude], Math.max(map.getZoom(), TOWN_ZOOM), { animate: false });
    },
    removePin: () => pin.remove(),
    destroy() {
      sized.disconnect();
      map.remove();
    },
  };
}

/** The one pin of a map: made when it is first put down. */
class Pin {
  private marker: L.Marker | undefined;

  constructor(
    private readonly map: L.Map,
    private readonly options: MapOptions,
  ) {
    const { latitude, longitude, editable } = options;
    if (latitude != null && longitude != null) this.put(L.latLng(latitude, longitude));
    if (editable) {
      map.on("click", (event) => {
        this.put(event.latlng);
        this.tell(event.latlng);
      });
    }
  }

  put(at: L.LatLng): void {
    if (this.marker) this.marker.setLatLng(at);
    else {
      const onMove = this.options.editable ? (to: L.LatLng) => this.tell(to) : undefined;
      this.marker = makePin(at, this.options.label ?? "", onMove).addTo(this.map);
    }
  }

  remove(): void {
    this.marker?.remove();
    this.marker = undefined;
  }

  private tell(at: L.LatLng): void {
    const { lat, lng } = at.wrap();
    this.options.onMove?.(Number(lat.toFixed(6)), Number(lng.toFixed(6)));
  }
}

function lookAt(map: L.Map, { latitude, longitude, zoom, markers = [] }: MapOptions): void {
  const points: L.LatLngTuple[] = markers.map((point) => [point.latitude, point.longitude]);
  if (latitude != null && longitude != null) {
    if (!points.length) {
      map.setView([latitude, longitude], zoom ?? TOWN_ZOOM);
      return;
    }
    points.push([latitude, longitude]);
  }
  if (points.length) map.fitBounds(L.latLngBounds(points).pad(0.2), { maxZoom: zoom ?? TOWN_ZOOM + 2 });
  else map.setView(HOME, zoom ?? HOME_ZOOM);
}

function ready(element: HTMLElement): void {
  // Two frames: what was added to the page has been painted then.
  requestAnimationFrame(() => requestAnimationFrame(() => (element.dataset["ready"] = "true")));
}

function failed(element: HTMLElement): void {
  element.dataset["failed"] = "true";
  const words = L.DomUtil.create("p", "map__failed", element);
  words.textContent = messages.failed;
  words.setAttribute("role", "status");
}
