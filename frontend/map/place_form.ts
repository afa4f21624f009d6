import type { Chosen } from "../search/suggestions";
import { messages } from "./messages";
import type { MapHandle, MapPoint, mountMap } from "./mount";

type Source = "pin" | "town" | "address" | "coordinates";
type Start = { latitude: number | null; longitude: number | null; label: string };

/** The page that places an account: pin, search and coordinates tell one another; the button saves. */
export function startPlaceForm(form: HTMLFormElement, element: HTMLElement, mount: typeof mountMap, at: Start): void {
  const latitude = field(form, "latitude");
  const longitude = field(form, "longitude");
  const source = field(form, "place_source");
  const status = form.querySelector<HTMLElement>("[data-place-status]");
  const say = (text: string): void => {
    if (status) status.textContent = text;
  };

  const write = (north: number, east: number, how: Source): void => {
    latitude.value = String(north);
    longitude.value = String(east);
    source.value = how;
    form.querySelectorAll(".field--wrong").forEach((wrong) => wrong.classList.remove("field--wrong"));
  };
  const map: MapHandle = mount(element, {
    ...at,
    label: "",
    editable: true,
    onMove: (north, east) => {
      write(north, east, "pin");
      say(messages.moved);
    },
  });
  const found = (place: MapPoint, how: Source, name: string): void => {
    write(place.latitude, place.longitude, how);
    map.moveTo(place.latitude, place.longitude);
    say(name);
  };

  form.addEventListener("suggestion:chosen", (event) => {
    const { latitude: north, longitude: east, text, source: how } = (event as CustomEvent<Chosen>).detail;
    found({ latitude: Number(north), longitude: Number(east) }, how === "address" ? "address" : "town", text ?? "");
  });
  for (const typed of [latitude, longitude]) {
    typed.addEventListener("change", () => {
      source.value = "coordinates";
      follow(map, latitude, longitude, say);
    });
  }
  const button = form.querySelector<HTMLButtonElement>("[data-from-address]");
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    say(messages.searching);
    void look(button.dataset["fromAddress"] ?? "").then(
      (place) => {
        if (place) found(place, place.precision === "address" ? "address" : "town", place.label ?? "");
        else say(messages.nothingFound);
      },
      () => say(messages.unreachable),
    );
  });
}

function follow(map: MapHandle, latitude: HTMLInputElement, longitude: HTMLInputElement, say: (text: string) => void): void {
  if (!latitude.value.trim() && !longitude.value.trim()) {
    map.removePin();
    say("");
    return;
  }
  if (!latitude.value.trim() || !longitude.value.trim()) return;
  const [north, east] = [latitude, longitude].map(({ value }) => Number(value.trim().replace(",", "."))) as [number, number];
  if (Math.abs(north) <= 90 && Math.abs(east) <= 180) {
    map.moveTo(north, east);
    say("");
  } else say(messages.badCoordinates);
}

type Found = MapPoint & { precision: string };

async function look(address: string): Promise<Found | undefined> {
  const answer = await fetch(`/api/v1/places?limit=1&q=${encodeURIComponent(address)}`, {
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return ((await answer.json()) as { items: Found[] }).items[0];
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  const found = form.elements.namedItem(name);
  if (!(found instanceof HTMLInputElement)) throw new Error(`no field ${name}`);
  return found;
}
