/** Where events stand in a column of hours: overlapping ones side by side. Pure. */

import type { CalendarEvent } from "../api/shapes";
import { addDays, type Day } from "../time/dates";
import { minutesBetween } from "../time/zones";

export interface Placed {
  event: CalendarEvent;
  /** Minutes since the day's midnight on the wall. */
  from: number;
  to: number;
  lane: number;
  lanes: number;
}

const SHORTEST = 20;
const DAY_MINUTES = 1440;

/** Events carry the offset of the shown zone, so that their text is what its clocks say. */
export function wallOf(moment: string): string {
  return moment.slice(0, 16);
}

export function lies(event: CalendarEvent, day: Day): boolean {
  if (event.all_day) return event.start <= day && event.end > day;
  const midnight = `${day}T00:00`;
  const next = `${addDays(day, 1)}T00:00`;
  const start = wallOf(event.start);
  return start < next && (wallOf(event.end) > midnight || start >= midnight);
}

export function place(events: readonly CalendarEvent[], day: Day): Placed[] {
  const midnight = `${day}T00:00`;
  const spans = events
    .filter((event) => !event.all_day && lies(event, day))
    .map((event) => {
      const from = Math.max(0, minutesBetween(midnight, wallOf(event.start)));
      const to = Math.min(DAY_MINUTES, minutesBetween(midnight, wallOf(event.end)));
      return { event, from, to: Math.max(to, from + SHORTEST), lane: 0, lanes: 1 };
    })
    .sort((a, b) => a.from - b.from || b.to - a.to);
  let group: Placed[] = [];
  let groupEnd = -1;
  for (const span of spans) {
    if (span.from >= groupEnd) {
      settle(group);
      group = [];
      groupEnd = -1;
    }
    const taken = new Set(group.filter((one) => one.to > span.from).map((one) => one.lane));
    while (taken.has(span.lane)) span.lane += 1;
    group.push(span);
    groupEnd = Math.max(groupEnd, span.to);
  }
  settle(group);
  return spans;
}

function settle(group: Placed[]): void {
  const lanes = Math.max(0, ...group.map((one) => one.lane)) + 1;
  for (const one of group) one.lanes = lanes;
}
