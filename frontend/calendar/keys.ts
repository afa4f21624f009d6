/** The keyboard: one letter a verb, when nothing is being typed. */

import { describeShortcuts } from "../shell/help";
import { isModalOpen, isTyping } from "../shell/typing";
import { deeds, startNew } from "./grid/deeds";
import { t } from "./messages";
import { editEvent } from "./panels/card";
import { goBy, goToday, toggleTasks } from "./panels/toolbar";
import { find } from "./state/feed";
import { card, closeSheet, foldSide, openSheet, sheet, sideFolded } from "./state/screens";
import { chosenId, focusAgain, focusedId } from "./state/selection";
import { announcement, undoLast } from "./state/toasts";
import { remove } from "./state/changes";
import { go, teamShown, view, type ViewName } from "./state/view";
import type { CalendarEvent } from "./api/shapes";
import { addDays } from "./time/dates";
import { addMinutes, instantOf, wallAt, withOffset } from "./time/zones";

const VIEWS: Record<string, ViewName> = { d: "day", w: "week", x: "workweek", m: "month", l: "list", v: "team" };

function openFilters(): void {
  const button = document.getElementById("filter-owners");
  if (button?.offsetParent) button.click();
  else openSheet({ kind: "filters" });
}

function deleteChosen(): boolean {
  const event = find(chosenId() ?? "");
  if (!event?.can_edit) return false;
  card.set(null);
  if (sheet.value?.kind === "details") closeSheet();
  void remove(event);
  return true;
}

const did = (deed: () => unknown) => (): boolean => {
  deed();
  return true;
};

const PLAIN: Record<string, () => boolean> = {
  c: did(startNew),
  t: did(goToday),
  j: did(() => goBy(1)),
  k: did(() => goBy(-1)),
  r: did(toggleTasks),
  f: did(openFilters),
  s: did(() => foldSide(!sideFolded.value)),
  e: () => {
    const id = chosenId();
    if (!id || !find(id)?.can_edit) return false;
    void editEvent(id);
    return true;
  },
  delete: deleteChosen,
  backspace: deleteChosen,
};

/** Arrows go back and forth, unless they mean something where the focus is. */
function arrow(happening: KeyboardEvent): boolean {
  const target = happening.target as HTMLElement;
  if (target.closest("[role=grid], [role=radiogroup], input, .sheet, .popover")) return false;
  if (happening.key === "ArrowRight") goBy(1);
  else if (happening.key === "ArrowLeft") goBy(-1);
  else return false;
  return true;
}

const QUARTER = 15;

interface Shift {
  days: number;
  minutes: number;
  people: number;
}

function shiftOf(key: string): Shift | null {
  const { view: name, scale } = view.value;
  const still = { days: 0, minutes: 0, people: 0 };
  const down = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  const right = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
  if (!down && !right) return null;
  if (name === "month" || name === "list") return { ...still, days: right + 7 * down };
  if (name === "team") {
    return scale === "day" ? { ...still, people: right, minutes: down * QUARTER } : { ...still, days: right, people: down };
  }
  return { ...still, days: right, minutes: down * QUARTER };
}

function shifted(event: CalendarEvent, shift: Shift): { start: string; end: string } {
  if (event.all_day) return { start: addDays(event.start, shift.days), end: addDays(event.end, shift.days) };
  const { zone } = view.value;
  const wall = addMinutes(wallAt(Date.parse(event.start), zone), shift.days * 1440 + shift.minutes);
  const start = instantOf(wall, zone);
  return { start: withOffset(start, zone), end: withOffset(start + Date.parse(event.end) - Date.parse(event.start), zone) };
}

function shiftFocused(happening: KeyboardEvent): boolean {
  const event = find(focusedId() ?? "");
  const shift = shiftOf(happening.key);
  if (!event || !shift) return false;
  const people = teamShown(view.value);
  const owner = shift.people ? people[people.indexOf(event.owner.id) + shift.people] : undefined;
  if (shift.people && !owner) return true;
  deeds.moved(event.id, { ...shifted(event, shift), all_day: event.all_day, ...(owner ? { owner_id: owner } : {}) });
  focusAgain(event.id);
  return true;
}

function lengthenFocused(happening: KeyboardEvent): boolean {
  const event = find(focusedId() ?? "");
  const by = happening.key === "ArrowDown" || happening.key === "ArrowRight" ? 1 : happening.key === "ArrowUp" || happening.key === "ArrowLeft" ? -1 : 0;
  if (!event || !by) return false;
  if (event.all_day) {
    const end = addDays(event.end, by);
    if (end > event.start) deeds.lengthened(event.id, { start: event.start, end, all_day: true });
  } else {
    const end = Date.parse(event.end) + by * QUARTER * 60_000;
    if (end > Date.parse(event.start)) {
      deeds.lengthened(event.id, { start: event.start, end: withOffset(end, view.value.zone), all_day: false });
    }
  }
  focusAgain(event.id);
  return true;
}

function plain(happening: KeyboardEvent): boolean {
  const key = happening.key.toLowerCase();
  const name = VIEWS[key];
  if (name) {
    go({ view: name });
    return true;
  }
  return PLAIN[key]?.() ?? arrow(happening);
}

function pressed(happening: KeyboardEvent): void {
  if (happening.defaultPrevented || isModalOpen()) return;
  const target = happening.target as HTMLElement;
  // In a field with text the browser's own undo is meant.
  const field = target.closest<HTMLInputElement>("input:not([type=checkbox]):not([type=radio]), textarea")?.value;
  const control = happening.ctrlKey || happening.metaKey;
  if (control && !happening.shiftKey && happening.key.toLowerCase() === "z" && !field) {
    happening.preventDefault();
    if (!undoLast()) announcement.set(t.nothingToUndo);
    return;
  }
  let used = false;
  if (happening.altKey && !control) used = happening.shiftKey ? lengthenFocused(happening) : shiftFocused(happening);
  else if (!isTyping(happening) && !happening.shiftKey) {
    // While a form is open, a letter that falls beside its fields must not throw it away.
    const writing = sheet.value?.kind === "event" || sheet.value?.kind === "clash" || sheet.value?.kind === "task";
    if (happening.key === "Escape" && sheet.value) {
      closeSheet();
      used = true;
    } else if (!writing) used = plain(happening);
  }
  if (used) happening.preventDefault();
}

export function startKeys(): void {
  document.addEventListener("keydown", pressed);
  describeShortcuts(t.calendar, [
    { keys: ["C"], text: t.keyCreate },
    { keys: ["T"], text: t.keyToday },
    { keys: ["J", "K", "→", "←"], text: t.keyMove },
    { keys: ["D", "W", "X", "M", "L", "V"], text: t.keyViews },
    { keys: ["F"], text: t.keyFilters },
    { keys: ["R"], text: t.keyTasks },
    { keys: ["S"], text: t.keySide },
    { keys: ["Enter"], text: t.keyOpen },
    { keys: ["E"], text: t.keyEdit },
    { keys: ["Del"], text: t.keyDelete },
    { keys: ["Alt + ↑ ↓ ← →"], text: t.keyShift },
    { keys: ["Alt + Shift + ↑ ↓"], text: t.keyLength },
    { keys: ["Ctrl + Z"], text: t.keyUndo },
    { keys: ["Ctrl + Enter"], text: t.keySave },
  ]);
}
