/** What lies over the grid: one side sheet, one small card. */

import type { EventDetail, Task } from "../api/shapes";
import type { EventForm } from "../form/values";
import { Cell } from "./cell";
import type { Key } from "./occurrence";
import type { Scope } from "./scope";

export interface Clash {
  /** What was loaded, what the viewer made of it, and what the server holds now. */
  base: EventDetail;
  mine: EventForm;
  theirs: EventDetail;
  /** Which occurrences of a series were meant. */
  scope?: Scope;
}

export type Sheet =
  | { kind: "details"; key: Key }
  | { kind: "event"; form: EventForm; base: EventDetail | null; restored?: boolean }
  | { kind: "task"; task: Task | null; due: string | null }
  | { kind: "clash"; clash: Clash }
  | { kind: "filters" }
  | { kind: "tasks" };

export interface Anchor {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export type Card =
  | { kind: "event"; key: Key; anchor: Anchor }
  | { kind: "task"; id: string; anchor: Anchor }
  /** `key`: one for each slot that was opened; sent as its Idempotency-Key. */
  | { kind: "quick"; key: string; form: EventForm; anchor: Anchor };

export const sheet = new Cell<Sheet | null>(null);
export const card = new Cell<Card | null>(null);
export const sideFolded = new Cell<boolean>(readFolded());

let before: HTMLElement | null = null;

export function openSheet(next: Sheet): void {
  card.set(null);
  if (!sheet.value) before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  sheet.set(next);
}

export function closeSheet(): void {
  if (!sheet.value) return;
  sheet.set(null);
  // Back to where the keyboard was, where that still stands.
  if (before?.isConnected) before.focus({ preventScroll: true });
  else document.getElementById("calendar-grid")?.focus({ preventScroll: true });
  before = null;
}

export function anchorOf(element: Element): Anchor {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
}

function readFolded(): boolean {
  try {
    return localStorage.getItem("tournee.side") === "folded";
  } catch {
    return false;
  }
}

export function foldSide(folded: boolean): void {
  sideFolded.set(folded);
  try {
    localStorage.setItem("tournee.side", folded ? "folded" : "open");
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
