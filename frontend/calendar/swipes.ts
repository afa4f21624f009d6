/** On the phone: a swipe over the grid goes to the next or the previous day or month. */

import { goBy } from "./panels/toolbar";

const FAR = 70;
const QUICK = 500;

export function startSwipes(root: HTMLElement): void {
  let start: { x: number; y: number; at: number } | null = null;
  root.addEventListener(
    "touchstart",
    (happening) => {
      const touch = happening.touches[0];
      const inGrid = (happening.target as HTMLElement).closest(".stage__grid");
      start = touch && happening.touches.length === 1 && inGrid ? { x: touch.clientX, y: touch.clientY, at: Date.now() } : null;
    },
    { passive: true },
  );
  root.addEventListener(
    "touchend",
    (happening) => {
      const touch = happening.changedTouches[0];
      if (!start || !touch || document.body.classList.contains("calendar-dragging")) return;
      const [dx, dy] = [touch.clientX - start.x, touch.clientY - start.y];
      const quick = Date.now() - start.at < QUICK;
      start = null;
      if (quick && Math.abs(dx) > FAR && Math.abs(dx) > 2 * Math.abs(dy)) goBy(dx < 0 ? 1 : -1);
    },
    { passive: true },
  );
}
