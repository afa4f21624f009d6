/** What follows what a person did in a grid, whichever grid it was. */

import { newKey } from "../api/http";
import { boot } from "../boot";
import { emptyForm, type EventForm } from "../form/values";
import { t } from "../messages";
import { move, type Move } from "../state/changes";
import { find, findTask } from "../state/feed";
import type { Key } from "../state/occurrence";
import { card, openSheet, sheet, type Anchor } from "../state/screens";
import { moveTask, toggle } from "../state/task_changes";
import { say } from "../state/toasts";
import { go, todayIn, view } from "../state/view";
import { addMinutes, minutesBetween, wallAt } from "../time/zones";
import { addDays } from "../time/dates";
import type { Deeds, FreeStretch } from "./adapter";

const USUAL_LENGTH = 60;

function defaultType(): string | null {
  return boot.activity_types.find((type) => type.active)?.id ?? null;
}

/** The next full hour today, else the beginning of work. */
export function usualStart(day: string): string {
  const zone = view.value.zone;
  const opening = boot.me.work_start.slice(0, 5);
  if (day !== todayIn(zone)) return `${day}T${opening}`;
  const next = addMinutes(`${wallAt(Date.now(), zone).slice(0, 13)}:00`, 60);
  return next.slice(0, 10) === day ? next : `${day}T${opening}`;
}

export function formFor(stretch: FreeStretch, ownerId: string = boot.me.id) {
  const { zone, view: name } = view.value;
  if (stretch.allDay && stretch.point && name === "month") {
    const start = usualStart(stretch.start.slice(0, 10));
    return emptyForm(zone, ownerId, defaultType(), start, addMinutes(start, USUAL_LENGTH), false);
  }
  if (stretch.allDay) {
    const first = stretch.start.slice(0, 10);
    const last = stretch.point ? first : addDays(stretch.end.slice(0, 10), -1);
    return emptyForm(zone, ownerId, defaultType(), `${first}T09:00`, `${last}T10:00`, true);
  }
  const end = stretch.point || minutesBetween(stretch.start, stretch.end) <= 0 ? addMinutes(stretch.start, USUAL_LENGTH) : stretch.end;
  return emptyForm(zone, ownerId, defaultType(), stretch.start, end, false);
}

/** C, the round button: an event at the usual time of the day that is looked at. */
export function startNew(): void {
  openSheet({ kind: "event", base: null, form: newForm() });
}

export function newForm(): EventForm {
  const { date, view: name, zone } = view.value;
  const today = todayIn(zone);
  const day = name === "day" || name === "team" ? date : today;
  return formFor({ start: usualStart(day), end: "", allDay: false, point: true });
}

export function freeChosen(stretch: FreeStretch, anchor: Anchor, ownerId?: string): void {
  const form = formFor(stretch, ownerId);
  if (matchMedia("(width < 768px)").matches) openSheet({ kind: "event", base: null, form });
  else card.set({ kind: "quick", key: newKey(), form, anchor });
}

function moved(key: Key, to: Move, text: string): void {
  const event = find(key);
  if (!event?.can_edit) say(t.notYours, "wrong");
  else void move(event, to, text);
}

export const deeds: Deeds = {
  moved: (key, to) => {
    const event = find(key);
    const given = to.owner_id !== undefined && event !== undefined && to.owner_id !== event.owner.id;
    moved(key, to, given ? t.eventGiven : t.eventMoved);
  },
  lengthened: (key, to) => {
    moved(key, to, t.eventLengthened);
  },
  taskMoved: (id, due) => {
    const task = findTask(id);
    if (task) void moveTask(task, due);
  },
  opened: (key, kind, how, anchor) => {
    if (kind === "task") card.set({ kind: "task", id: key, anchor });
    else if (how === "whole" || sheet.value?.kind === "details" || matchMedia("(width < 768px)").matches) openSheet({ kind: "details", key });
    else card.set({ kind: "event", key, anchor });
  },
  ticked: (id) => {
    const task = findTask(id);
    if (task) void toggle(task);
  },
  freeChosen,
  dayChosen: (day) => {
    go({ view: "day", date: day });
  },
};
