/** The event that keys speak of: the focused one, else the one whose card or sheet is open. */

import { keyIn, type Key } from "./occurrence";
import { card, sheet } from "./screens";

export function focusedKey(): Key | null {
  const link = (document.activeElement as HTMLElement | null)?.closest<HTMLAnchorElement>("a[href*='/calendar/events/'].ev");
  return link ? keyIn(link.getAttribute("href") ?? "") : null;
}

export function chosenKey(): Key | null {
  const focused = focusedKey();
  if (focused) return focused;
  if (card.value?.kind === "event") return card.value.key;
  if (sheet.value?.kind === "details") return sheet.value.key;
  return null;
}

const FRAMES = 12;

function linkTo(key: Key): HTMLElement | undefined {
  const links = document.querySelectorAll<HTMLElement>("a.ev[href*='/calendar/events/']");
  return [...links].find((link) => keyIn(link.getAttribute("href") ?? "") === key);
}

/** While the grid is drawn again, the keyboard stays on the same event. */
export function focusAgain(key: Key): void {
  let frames = 0;
  const look = (): void => {
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (lost) linkTo(key)?.focus();
    if (++frames < FRAMES) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
