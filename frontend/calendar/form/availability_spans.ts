/** Who is free when, as the strip of the form draws it. Pure. */

import type { Named } from "../api/shapes";
import { addDays, type Day } from "../time/dates";
import { instantOf, wallAt } from "../time/zones";

export interface Span {
  start: string;
  end: string;
}

export interface FreeBusy {
  user: Named;
  time_zone: string;
  busy: Span[];
  working: Span[];
}

/** Two instants. */
export interface Stretch {
  from: number;
  to: number;
}

export const QUARTER = 15 * 60_000;
const HOUR = 4 * QUARTER;
const LEAST = 8 * HOUR;

export function stretchOf(span: Span): Stretch {
  return { from: Date.parse(span.start), to: Date.parse(span.end) };
}

export function dayStretch(day: Day, zone: string): Stretch {
  return { from: instantOf(`${day}T00:00`, zone), to: instantOf(`${addDays(day, 1)}T00:00`, zone) };
}

export function overlaps(one: Stretch, other: Stretch): boolean {
  if (one.from === one.to) return other.from <= one.from && one.from < other.to;
  return one.from < other.to && other.from < one.to;
}

/** The part of `whole` that lies before an instant, from 0 to 1. */
export function share(instant: number, whole: Stretch): number {
  return Math.min(1, Math.max(0, (instant - whole.from) / (whole.to - whole.from)));
}

/** Full hours around all working time and the event, eight at least, within the day. */
export function hoursShown(day: Stretch, people: readonly FreeBusy[], event: Stretch): Stretch {
  const worked = people.flatMap((one) => one.working.map(stretchOf));
  const seen = [...worked, event].filter((one) => overlaps(one, day) || one.from === one.to);
  const from = Math.max(day.from, Math.min(...seen.map((one) => one.from), day.from + 9 * HOUR));
  const to = Math.min(day.to, Math.max(...seen.map((one) => one.to), from + LEAST));
  const first = day.from + Math.floor((from - day.from) / HOUR) * HOUR;
  const last = Math.min(day.to, day.from + Math.ceil((to - day.from) / HOUR) * HOUR);
  return { from: Math.max(day.from, Math.min(first, last - LEAST)), to: last };
}

/** The full hours on the clocks of a zone, each where it is. */
export function hourMarks(shown: Stretch, zone: string): { at: number; hour: number }[] {
  const marks: { at: number; hour: number }[] = [];
  for (let at = shown.from; at < shown.to; at += HOUR) {
    const wall = wallAt(at, zone);
    if (wall.endsWith(":00")) marks.push({ at, hour: Number(wall.slice(11, 13)) });
  }
  return marks;
}

export function isTaken(person: FreeBusy, event: Stretch): boolean {
  return person.busy.some((span) => overlaps(event, stretchOf(span)));
}

export function isAtWork(person: FreeBusy, event: Stretch): boolean {
  return person.working.map(stretchOf).some((one) => one.from <= event.from && event.to <= one.to);
}

/** Where an event may go on that day: on quarters of an hour, as long as it is. */
export function movedTo(event: Stretch, from: number, day: Stretch): Stretch {
  const length = event.to - event.from;
  const snapped = day.from + Math.round((from - day.from) / QUARTER) * QUARTER;
  const start = Math.max(day.from, Math.min(snapped, day.to - Math.min(length, day.to - day.from)));
  return { from: start, to: start + length };
}

/** "09:00–10:30, 14:00–15:00", by the clocks of a zone. */
export function spansPhrase(spans: readonly Span[], zone: string): string {
  const clock = (iso: string): string => wallAt(Date.parse(iso), zone).slice(11);
  return spans.map((span) => `${clock(span.start)}–${clock(span.end)}`).join(", ");
}
