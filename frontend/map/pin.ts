import L from "leaflet";
import { icon } from "../shell/icon";
import { messages } from "./messages";

const STEP = 10;
const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
};

export function makePin(at: L.LatLngExpression, label: string, onMove?: (at: L.LatLng) => void): L.Marker {
  const shape = L.divIcon({
    className: `map__pin${onMove ? " map__pin--movable" : ""}`,
    html: icon("pin") as unknown as HTMLElement,
    iconSize: [36, 36],
    iconAnchor: [18, 33],
  });
  const pin = L.marker(at, { icon: shape, draggable: Boolean(onMove), keyboard: Boolean(onMove), autoPan: true, zIndexOffset: 1000 });
  pin.on("add", () => describe(pin, label || (onMove ? messages.movablePin : messages.pin), Boolean(onMove)));
  if (onMove) {
    pin.on("dragend", () => onMove(pin.getLatLng()));
    pin.on("add", () => pin.getElement()?.addEventListener("keydown", (event) => step(pin, event, onMove)));
  }
  return pin;
}

function describe(pin: L.Marker, label: string, movable: boolean): void {
  const element = pin.getElement();
  element?.setAttribute("role", movable ? "button" : "img");
  element?.setAttribute("aria-label", label);
}

/** Arrow keys move the pin by a few pixels, with Shift by many: closer in means finer. */
function step(pin: L.Marker, event: KeyboardEvent, onMove: (at: L.LatLng) => void): void {
  const by = ARROWS[event.key];
  const map = (pin as unknown as { _map?: L.Map })._map;
  if (!by || !map) return;
  event.preventDefault();
  event.stopPropagation();
  const far = event.shiftKey ? 8 : 1;
  const to = map.layerPointToLatLng(map.latLngToLayerPoint(pin.getLatLng()).add([by[0] * far, by[1] * far]));
  pin.setLatLng(to);
  if (!map.getBounds().pad(-0.1).contains(to)) map.panTo(to);
  onMove(to);
}
