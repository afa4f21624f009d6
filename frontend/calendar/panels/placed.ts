/** Where a small card stands: beside what it speaks of, within the window. */

import { useLayoutEffect, type MutableRef } from "preact/hooks";
import type { Anchor } from "../state/screens";

const GAP = 6;
const MARGIN = 8;

export function usePlaced(element: MutableRef<HTMLElement | null>, anchor: Anchor | null, side: "beside" | "below"): void {
  useLayoutEffect(() => {
    const box = element.current;
    if (!box || !anchor) return;
    const { width, height } = box.getBoundingClientRect();
    const spot = side === "below" ? below(anchor, width, height) : beside(anchor, width, height);
    box.style.left = `${String(Math.max(MARGIN, Math.min(spot.left, innerWidth - width - MARGIN)))}px`;
    box.style.top = `${String(Math.max(MARGIN, Math.min(spot.top, innerHeight - height - MARGIN)))}px`;
  });
}

function below(anchor: Anchor, _width: number, height: number): { left: number; top: number } {
  const fits = anchor.bottom + GAP + height + MARGIN <= innerHeight;
  return { left: anchor.left, top: fits ? anchor.bottom + GAP : anchor.top - GAP - height };
}

function beside(anchor: Anchor, width: number, height: number): { left: number; top: number } {
  if (anchor.right + GAP + width + MARGIN <= innerWidth) return { left: anchor.right + GAP, top: anchor.top };
  if (anchor.left - GAP - width >= MARGIN) return { left: anchor.left - GAP - width, top: anchor.top };
  return below(anchor, width, height);
}
