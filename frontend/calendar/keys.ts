/** The keyboard: one letter a verb, when nothing is being typed. */

import { describeShortcuts } from "../shell/help";
import { isModalOpen, isTyping } from "../shell/typing";
import { deeds, startNew } from "./grid/deeds";
import { t } from "./messages";
import { editEvent } from "./panels/card";
import { goBy, goToday, toggleTasks } from "./panels/toolbar";
import { lengthened, shifted, shiftOf } from "./shift";
import { find } from "./state/feed";
import { keyOf } from "./state/occurrence";
import { card, closeSheet, foldSide, openSheet, sheet, sideFolded } from "./state/screens";
import { chosenKey, focusAgain, focusedKey } from "./state/selection";
import { announcement, undoLast } from "./state/toasts";
import { remove } from "./state/changes";
import { go, teamShown, view, type ViewName } from "./state/view";

const VIEWS: Record<string, ViewName> = { d: "day", w: "week", x: "workweek", m: "month", l: "list", v: "team" };

function openFilters(): void {
  const button = document.getElementById("filter-owners");
  if (button?.offsetParent) button.click();
  else openSheet({ kind: "filters" });
}

function deleteChosen(): boolean {
  const event = find(chosenKey() ?? "");
  if (!event?.can_edit) return false;
  void remove(event, () => {
    card.set(null);
    if (sheet.value?.kind === "details") closeSheet();
  });
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
    const key = chosenKey();
    if (!key || !find(key)?.can_edit) return false;
    void editEvent(key);
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

function shiftFocused(happening: KeyboardEvent): boolean {
  const { view: name, scale, zone } = view.value;
  const event = find(focusedKey() ?? "");
  const shift = shiftOf(happening.key, name, scale);
  if (!event || !shift) return false;
  const people = teamShown(view.value);
  const owner = shift.people ? people[people.indexOf(event.owner.id) + shift.people] : undefined;
  if (shift.people && !owner) return true;
  deeds.moved(keyOf(event), { ...shifted(event, shift, zone), all_day: event.all_day, ...(owner ? { owner_id: owner } : {}) });
  focusAgain(keyOf(event));
  return true;
}

function lengthenFocused(happening: KeyboardEvent): boolean {
  const event = find(focusedKey() ?? "");
  if (!event || !happening.key.startsWith("Arrow")) return false;
  const to = lengthened(event, happening.key, view.value.zone);
  if (to) deeds.lengthened(keyOf(event), to);
  focusAgain(keyOf(event));
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
