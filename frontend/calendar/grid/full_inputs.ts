/** Events and reminders in FullCalendar's words. */

import type { EventApi, EventInput } from "fullcalendar";
import type { CalendarEvent, Task } from "../api/shapes";
import { keyOf, pageOf } from "../state/occurrence";
import { addMinutes } from "../time/zones";
import type { Item } from "./face";

const SHORTEST_DRAWN = 15;

/** What ends where it starts on the clock (no length, or an hour that repeats) is drawn a quarter of an hour long. */
function drawnEnd(event: CalendarEvent): string {
  if (event.all_day) return event.end;
  const start = event.start.slice(0, 16);
  return event.end.slice(0, 16) > start ? event.end : addMinutes(start, SHORTEST_DRAWN) + event.start.slice(16);
}

/** None of the piece that follows a drag over free time. */
export function itemOf(event: EventApi): Item | undefined {
  return event.extendedProps["item"] as Item | undefined;
}

export function eventInput(event: CalendarEvent): EventInput {
  return {
    id: keyOf(event),
    title: event.subject,
    start: event.start,
    end: drawnEnd(event),
    allDay: event.all_day,
    editable: event.can_edit,
    url: event.version ? pageOf(event) : "",
    rank: rankOf(event),
    item: { kind: "event", event } satisfies Item,
  };
}

export function taskInput(task: Task): EventInput {
  return {
    id: `task:${task.id}`,
    title: task.subject,
    start: task.due_on ?? "",
    allDay: true,
    startEditable: task.can_edit,
    durationEditable: false,
    url: "/tasks/",
    rank: task.done_at ? DONE_RANK : TASK_RANK,
    item: { kind: "task", task } satisfies Item,
  };
}

/** Whole days first, then hours by their start, the longer before the shorter. A number: thousands are sorted by it. */
function rankOf(event: CalendarEvent): number {
  const start = Date.parse(event.start);
  const length = Math.min(Date.parse(event.end) - start, 1e10) / 1e11;
  return (event.all_day ? start - 1e14 : start) - length;
}

const TASK_RANK = -1e13;
// What is done takes no room from what is coming.
const DONE_RANK = 1e15;
