/** Which events a printed day holds, and how their hours are told there. */

import type { CalendarEvent, Task } from "../api/shapes";
import { lies } from "../grid/team_layout";
import type { Day } from "../time/dates";

const ELSEWHERE = "…";

/** Whole days first, then by the clock. */
export function eventsOn(day: Day, events: readonly CalendarEvent[]): CalendarEvent[] {
  const rank = (event: CalendarEvent): number => (event.all_day ? 0 : Date.parse(event.start));
  return events.filter((event) => lies(event, day)).sort((one, other) => rank(one) - rank(other));
}

export function tasksOn(day: Day, tasks: readonly Task[]): Task[] {
  return tasks.filter((task) => task.due_on === day);
}

/** "09:00–10:30"; of what began or ends on another day, "…–10:30" or "22:00–…"; nothing of whole days. */
export function hoursOn(day: Day, event: CalendarEvent): string {
  if (event.all_day) return "";
  const begins = event.start.slice(0, 10) === day ? event.start.slice(11, 16) : ELSEWHERE;
  const ends = event.end.slice(0, 10) === day ? event.end.slice(11, 16) : ELSEWHERE;
  return begins === ends ? begins : `${begins}–${ends}`;
}
