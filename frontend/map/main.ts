import { startPlaceForm } from "./place_form";

/** Leaflet comes only where a map is, after the page itself. */
async function start(): Promise<void> {
  const elements = [...document.querySelectorAll<HTMLElement>("[data-map]")];
  if (!elements.length) return;
  const { mountMap } = await import("./mount");
  for (const element of elements) {
    const { latitude, longitude, label } = element.dataset;
    const point = { latitude: number(latitude), longitude: number(longitude), label: label ?? "" };
    const form = element.closest<HTMLFormElement>("[data-place-form]");
    if (form) startPlaceForm(form, element, mountMap, point);
    else mountMap(element, point);
  }
}

function number(text: string | undefined): number | null {
  const read = Number((text ?? "").replace(",", "."));
  return text && Number.isFinite(read) ? read : null;
}

void start();
