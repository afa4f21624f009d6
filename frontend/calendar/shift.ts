/** What the arrows do to an event: move it, or make it longer or shorter. Pure. */

import type { ViewName } from "./state/view";
import type { Spell } from "./time/phrases";
import { addDays, daysBetween } from "./time/dates";
import { addMinutes, instantOf, minutesBetween, wallAt, withOffset } from "./time/zones";

const QUARTER = 15;

export interface Shift {
  days: number;
  minutes: number;
  people: number;
}

/** Null for a key that is no arrow. */
export function shiftOf(key: string, view: ViewName, scale: "day" | "week"): Shift | null {
  const still = { days: 0, minutes: 0, people: 0 };
  const down = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  const right = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
  if (!down && !right) return null;
  if (view === "month" || view === "list") return { ...still, days: right + 7 * down };
  if (view === "team") {
    return scale === "day" ? { ...still, people: right, minutes: down * QUARTER } : { ...still, days: right, people: down };
  }
  return { ...still, days: right, minutes: down * QUARTER };
}

/** On the clocks of the shown zone, and as long as before. */
export function shifted(event: Spell, shift: Shift, zone: string): { start: string; end: string } {
  if (event.all_day) return { start: addDays(event.start, shift.days), end: addDays(event.end, shift.days) };
  const wall = addMinutes(wallAt(Date.parse(event.start), zone), shift.days * 1440 + shift.minutes);
  const start = instantOf(wall, zone);
  return { start: withOffset(start, zone), end: withOffset(start + Date.parse(event.end) - Date.parse(event.start), zone) };
}

/** A quarter of an hour or a day more or less; null where nothing would be left, or for another key. */
export function lengthened(event: Spell, key: string, zone: string): Spell | null {
  const by = key === "ArrowDown" || key === "ArrowRight" ? 1 : key === "ArrowUp" || key === "ArrowLeft" ? -1 : 0;
  if (!by) return null;
  if (event.all_day) {
    const end = addDays(event.end, by);
    return end > event.start ? { start: event.start, end, all_day: true } : null;
  }
  const end = Date.parse(event.end) + by * QUARTER * 60_000;
  return end > Date.parse(event.start) ? { start: event.start, end: withOffset(end, zone), all_day: false } : null;
}

/** Another occurrence, moved on the clocks of its own zone as `before` was moved to `after`, and made as long. */
export function shiftedLike<T extends Spell & { time_zone: string }>(one: T, before: Spell, after: Spell): T {
  // What becomes a whole day, or stops to be one, is drawn when the server has answered.
  if (before.all_day !== after.all_day || one.all_day !== after.all_day) return one;
  if (after.all_day) {
    const start = addDays(one.start, daysBetween(before.start, after.start));
    return { ...one, start, end: addDays(start, daysBetween(after.start, after.end)) };
  }
  const zone = one.time_zone;
  const clock = (moment: string): string => wallAt(Date.parse(moment), zone);
  const start = instantOf(addMinutes(clock(one.start), minutesBetween(clock(before.start), clock(after.start))), zone);
  const end = start + Date.parse(after.end) - Date.parse(after.start);
  return { ...one, start: withOffset(start, zone), end: withOffset(end, zone) };
}
