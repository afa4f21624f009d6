/** A change of times that meets somebody else's change: sent again on theirs, or both versions side by side. */

import { Refused } from "../api/http";
import type { CalendarEvent, EventDetail, EventInput } from "../api/shapes";
import { boot } from "../boot";
import { formOf, type EventForm } from "../form/values";
import { fill, t } from "../messages";
import { put } from "./feed";
import type { Scope } from "./scope";
import { openSheet } from "./screens";
import { say } from "./toasts";
import { lastChanger } from "./wording";

/** Null where the two versions are now before the person, to be settled. */
export async function onNewest<T>(
  before: CalendarEvent,
  input: EventInput,
  send: (version: number) => Promise<T>,
  scope?: Scope,
): Promise<T | null> {
  try {
    return await send(before.version);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 412 || !error.current) throw error;
    const theirs = error.current as EventDetail;
    if (hasSameTimes(theirs, before)) {
      const after = await send(theirs.version);
      const name = await lastChanger(before.id);
      if (name !== boot.me.name) say(fill(t.mergedWith, { name }));
      return after;
    }
    put(theirs);
    openSheet({ kind: "clash", clash: { ...versions(before, theirs, input), ...(scope && { scope }) } });
    return null;
  }
}

function hasSameTimes(theirs: CalendarEvent, before: CalendarEvent): boolean {
  return (
    Date.parse(theirs.start) === Date.parse(before.start) &&
    Date.parse(theirs.end) === Date.parse(before.end) &&
    theirs.all_day === before.all_day &&
    theirs.owner.id === before.owner.id
  );
}

function versions(before: CalendarEvent, theirs: EventDetail, input: EventInput) {
  const base: EventDetail = { ...theirs, ...before };
  const moved = { ...theirs, start: input.start ?? theirs.start, end: input.end ?? theirs.end, all_day: input.all_day ?? theirs.all_day };
  const mine: EventForm = { ...formOf(base), ...pickTimes(formOf(moved)), ownerId: input.owner_id ?? before.owner.id };
  return { base, mine, theirs };
}

function pickTimes(form: EventForm): Pick<EventForm, "allDay" | "start" | "end" | "startMoment" | "endMoment" | "zone"> {
  const { allDay, start, end, startMoment, endMoment, zone } = form;
  return { allDay, start, end, startMoment, endMoment, zone };
}
