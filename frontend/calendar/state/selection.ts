/** The event that keys speak of: the focused one, else the one whose card or sheet is open. */

import { card, sheet } from "./screens";

export function focusedId(): string | null {
  const link = (document.activeElement as HTMLElement | null)?.closest<HTMLAnchorElement>("a[href*='/calendar/events/'].ev");
  return link ? idIn(link.getAttribute("href") ?? "") : null;
}

export function idIn(address: string): string | null {
  return /\/calendar\/events\/([^/]+)\//.exec(address)?.[1] ?? null;
}

export function chosenId(): string | null {
  const focused = focusedId();
  if (focused) return focused;
  if (card.value?.kind === "event") return card.value.id;
  if (sheet.value?.kind === "details") return sheet.value.id;
  return null;
}

const FRAMES = 12;

/** While the grid is drawn again, the keyboard stays on the same event. */
export function focusAgain(id: string): void {
  let frames = 0;
  const look = (): void => {
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (lost) document.querySelector<HTMLElement>(`a.ev[href*="/calendar/events/${id}/"]`)?.focus();
    if (++frames < FRAMES) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
