/** Who is busy at the chosen time: asked while one types. */

import { useEffect, useState } from "preact/hooks";
import { events } from "../api/calls";
import type { CalendarEvent } from "../api/shapes";
import { boot, colleague } from "../boot";
import { addDays } from "../time/dates";
import { endsBeforeStart, momentOf, type EventForm } from "./values";

/** By owner: what takes the time. An owner that was asked about and has nothing is there with null. */
export type Busy = ReadonlyMap<string, CalendarEvent | null>;

const NOBODY: Busy = new Map();
const PAUSE = 300;

function overlaps(event: CalendarEvent, start: number, end: number): boolean {
  return event.busy && !event.all_day && Date.parse(event.start) < end && Date.parse(event.end) > start;
}

export function useBusy(form: EventForm, ownId: string | null): Busy {
  const [busy, setBusy] = useState<Busy>(NOBODY);
  const people = [form.ownerId, ...form.participants.flatMap((one) => (one.user_id ? [one.user_id] : []))].filter(
    (id) => colleague(id)?.reads_calendar,
  );
  const usable = boot.double_booking !== "off" && !form.allDay && form.busy && !endsBeforeStart(form);
  const key = usable ? JSON.stringify([people, form.start, form.end, form.startMoment, form.endMoment, form.zone]) : "";

  useEffect(() => {
    if (!key) {
      setBusy(NOBODY);
      return undefined;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      const [start, end] = [momentOf(form, "start"), momentOf(form, "end")];
      const window = {
        start: form.start.slice(0, 10),
        end: addDays(form.end.slice(0, 10), 1),
        time_zone: form.zone,
        owner: people,
      };
      events.list(window, controller.signal).then(
        (found) => {
          const taken = found.filter((event) => event.id !== ownId && overlaps(event, start, end));
          const of = (id: string): CalendarEvent | null =>
            taken.find((event) => event.owner.id === id || event.participants.some((one) => one.user_id === id)) ?? null;
          if (!controller.signal.aborted) setBusy(new Map(people.map((id) => [id, of(id)])));
        },
        () => {
          // A hint that cannot be had is left out; the server still checks.
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key]);
  return busy;
}
