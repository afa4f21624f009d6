/** What the event form holds, and how it becomes the API's words and back. Pure. */

import type { AccountRef, Alert, CalendarEvent, EventDetail, EventInput, Named, Participant, Place } from "../api/shapes";
import { addDays, type Day } from "../time/dates";
import { dayIn, repeatOf, type Repeat } from "../repeat/rule";
import { addMinutes, instantOf, minutesBetween, wallAt, type Wall } from "../time/zones";

export interface EventForm {
  subject: string;
  allDay: boolean;
  /** Wall clocks in `zone`; of an all-day event only their days count, the last one included. */
  start: Wall;
  end: Wall;
  /** Moments chosen where a wall clock is shown twice. */
  startMoment: string | null;
  endMoment: string | null;
  zone: string;
  repeat: Repetition;
  ownerId: string;
  typeId: string | null;
  account: AccountRef | null;
  opportunity: Named | null;
  participants: Participant[];
  notes: string;
  other: Place | null;
  privacy: "normal" | "private";
  busy: boolean;
  alerts: Alert[];
}

/** The rules as iCalendar lines, none for a single event; `text` says those that came from the server. */
export interface Repetition {
  lines: string[];
  text: string;
}

export const NEVER: Repetition = { lines: [], text: "" };

/** What makes sense only as one. */
export const WHEN = ["allDay", "start", "end", "startMoment", "endMoment", "zone"] as const satisfies readonly (keyof EventForm)[];

export const USUAL_ALERT: Alert = { minutes_before: 15, at_time: null, channel: "in_app" };

export function emptyForm(zone: string, ownerId: string, typeId: string | null, start: Wall, end: Wall, allDay: boolean): EventForm {
  return {
    subject: "",
    allDay,
    start,
    end,
    startMoment: null,
    endMoment: null,
    zone,
    repeat: NEVER,
    ownerId,
    typeId,
    account: null,
    opportunity: null,
    participants: [],
    notes: "",
    other: null,
    privacy: "normal",
    busy: true,
    alerts: allDay ? [] : [USUAL_ALERT],
  };
}

/** Whether nothing was told yet but the time. */
export function isUntouched(form: EventForm): boolean {
  return !form.subject && !form.repeat.lines.length && !form.notes && !form.account && !form.opportunity && !form.other && !form.participants.length;
}

function walls(event: CalendarEvent): { start: Wall; end: Wall } {
  if (event.all_day) return { start: `${event.start}T09:00`, end: `${addDays(event.end, -1)}T10:00` };
  return {
    start: wallAt(Date.parse(event.start), event.time_zone),
    end: wallAt(Date.parse(event.end), event.time_zone),
  };
}

/** Days added and left out are kept by the server: only the rules are the form's. */
function repetitionOf({ recurrence, recurrence_text }: EventDetail): Repetition {
  const rules = recurrence.filter((line) => /^RRULE/i.test(line));
  return { lines: rules.length ? rules : recurrence, text: recurrence_text };
}

export function formOf(event: EventDetail): EventForm {
  return {
    subject: event.subject,
    allDay: event.all_day,
    ...walls(event),
    startMoment: event.all_day ? null : event.start,
    endMoment: event.all_day ? null : event.end,
    zone: event.time_zone,
    repeat: repetitionOf(event),
    ownerId: event.owner.id,
    typeId: event.type?.id ?? null,
    account: event.account,
    opportunity: event.opportunity,
    participants: event.participants,
    notes: event.notes,
    other: event.other_address,
    privacy: event.privacy,
    busy: event.busy,
    alerts: event.alerts.map(({ minutes_before, at_time, channel }) => ({ minutes_before, at_time, channel })),
  };
}

function times(form: EventForm): Pick<EventInput, "start" | "end" | "all_day" | "time_zone"> {
  if (form.allDay) {
    return {
      all_day: true,
      start: form.start.slice(0, 10),
      end: addDays(form.end.slice(0, 10), 1),
      time_zone: form.zone,
    };
  }
  return {
    all_day: false,
    start: form.startMoment ?? form.start,
    end: form.endMoment ?? form.end,
    time_zone: form.zone,
  };
}

function person(one: Participant): { user_id: string } | { contact_id: string } | { email: string; name: string } {
  if (one.user_id) return { user_id: one.user_id };
  if (one.contact_id) return { contact_id: one.contact_id };
  return { email: one.email, name: one.name };
}

export function inputOf(form: EventForm): Required<EventInput> {
  return {
    subject: form.subject.trim(),
    start: "",
    end: "",
    all_day: false,
    time_zone: "",
    ...times(form),
    recurrence: form.repeat.lines,
    owner_id: form.ownerId,
    type_id: form.typeId,
    account_id: form.account?.id ?? null,
    opportunity_id: form.opportunity?.id ?? null,
    participants: form.participants.map(person),
    notes: form.notes,
    other_address: form.other,
    privacy: form.privacy,
    busy: form.busy,
    alerts: form.alerts.map((alert) => alertFor(alert, form.allDay)),
  };
}

/** Of whole days an alert is days before, at an hour; of hours it is minutes before. */
function alertFor(alert: Alert, allDay: boolean): Alert {
  if (!allDay) return { ...alert, at_time: null };
  return { ...alert, minutes_before: Math.round(alert.minutes_before / 1440) * 1440, at_time: alert.at_time ?? "09:00" };
}

const TIMES = ["start", "end", "all_day", "time_zone"] as const;

/** Only what differs; times go together, for each is read in the light of the others. */
export function changesOf(before: EventForm, after: EventForm): EventInput {
  const old = inputOf(before);
  const now = inputOf(after);
  const changed: Record<string, unknown> = {};
  for (const key of Object.keys(now) as (keyof EventInput)[]) {
    if (JSON.stringify(old[key]) !== JSON.stringify(now[key])) changed[key] = now[key];
  }
  if (TIMES.some((key) => key in changed)) for (const key of TIMES) changed[key] = now[key];
  return changed as EventInput;
}

/** The repetition as the form composes it; null for none, and for rules that it cannot compose. */
export function composed(form: EventForm, first: string | null): Repeat | null {
  const [line, ...others] = form.repeat.lines;
  return line !== undefined && !others.length ? repeatOf(line, dayIn(first ?? form.start, form.zone), form.zone) : null;
}

/** Move the start and keep the length. */
export function startAt(form: EventForm, start: Wall): EventForm {
  const length = minutesBetween(form.start, form.end);
  return { ...form, start, end: addMinutes(start, length), startMoment: null, endMoment: null };
}

export function endsBeforeStart(form: EventForm): boolean {
  if (form.allDay) return form.end.slice(0, 10) < form.start.slice(0, 10);
  return momentOf(form, "end") < momentOf(form, "start");
}

export function momentOf(form: EventForm, which: "start" | "end"): number {
  const chosen = which === "start" ? form.startMoment : form.endMoment;
  return chosen ? Date.parse(chosen) : instantOf(form[which], form.zone);
}

export function lastDay(form: EventForm): Day {
  return form.end.slice(0, 10);
}
