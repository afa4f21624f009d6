/** What a person does to events: drawn at once, sent, put right when refused, and taken back by undo. */

import { events as calls } from "../api/calls";
import { newKey, Refused, Unreachable } from "../api/http";
import type { CalendarEvent, EventDetail, EventInput } from "../api/shapes";
import { boot, colleague } from "../boot";
import { changesOf, formOf, inputOf, momentOf, type EventForm } from "../form/values";
import { fill, t } from "../messages";
import { whenPhrase } from "../time/phrases";
import { withOffset } from "../time/zones";
import { drop, find, load, put } from "./feed";
import { ownWrite, writing } from "./live";
import { announcement, done, say } from "./toasts";
import { openSheet } from "./screens";
import { inTurn, isOvertaken, newestVersion, noteVersion } from "./turns";
import { todayIn, view } from "./view";

export interface Move {
  start: string;
  end: string;
  all_day: boolean;
  owner_id?: string;
}

export function whyNot(error: unknown): string {
  if (error instanceof Unreachable) return t.unreachable;
  if (error instanceof Refused) {
    if (error.code === "double_booked") return t.refusedDouble;
    const [field] = Object.values(error.fields);
    return field?.[0] ?? (error.message || t.notSaved);
  }
  return t.notSaved;
}

export function spoken(event: Pick<CalendarEvent, "start" | "end" | "all_day">): string {
  return whenPhrase(event, view.value.zone, todayIn(view.value.zone));
}

async function change(id: string, version: number, input: EventInput): Promise<EventDetail> {
  const after = await writing(() => calls.change(id, newestVersion(id, version), input));
  ownWrite(id);
  noteVersion(id, after.version);
  return after;
}

function timesOf(event: CalendarEvent): EventInput {
  return { start: event.start, end: event.end, all_day: event.all_day, owner_id: event.owner.id, time_zone: event.time_zone };
}

/** Give an event other times, or another owner. */
export async function move(before: CalendarEvent, to: Move, text: string): Promise<void> {
  const owner = to.owner_id ?? before.owner.id;
  const name = colleague(owner)?.name ?? before.owner.name;
  const optimistic: CalendarEvent = { ...before, start: to.start, end: to.end, all_day: to.all_day, owner: { id: owner, name } };
  put(optimistic);
  const input: EventInput = { start: to.start, end: to.end, all_day: to.all_day };
  if (before.all_day && !to.all_day) input.time_zone = view.value.zone;
  if (owner !== before.owner.id) input.owner_id = owner;
  const sending = inTurn(before.id, () => changeOnNewest(before, input));
  // Said at once, so that Ctrl-Z means this step and no earlier one; taken back once it has arrived.
  const unsay = done(fill(text, { subject: before.subject, when: spoken(optimistic), name }), t.undo, async () => {
    const after = await sending.catch(() => null);
    if (after) await putBack(after, timesOf(before));
  });
  try {
    const after = await sending;
    if (!after) unsay();
    else if (!isOvertaken(before.id)) put(after);
  } catch (error) {
    unsay();
    put(before);
    if (isOvertaken(before.id)) void load();
    say(`${fill(t.notMoved, { subject: before.subject })} ${whyNot(error)}`, "wrong");
  }
}

/** Send a change of times; where somebody changed only other things meanwhile, send it again on their version. */
async function changeOnNewest(before: CalendarEvent, input: EventInput): Promise<EventDetail | null> {
  try {
    return await change(before.id, before.version, input);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 412 || !error.current) throw error;
    const theirs = error.current as EventDetail;
    const sameTimes =
      Date.parse(theirs.start) === Date.parse(before.start) &&
      Date.parse(theirs.end) === Date.parse(before.end) &&
      theirs.all_day === before.all_day &&
      theirs.owner.id === before.owner.id;
    if (sameTimes) {
      const after = await change(before.id, theirs.version, input);
      say(fill(t.mergedWith, { name: await lastChanger(before.id) }));
      return after;
    }
    put(theirs);
    const base = formOf({ ...theirs, ...before, notes: theirs.notes, alerts: theirs.alerts, other_address: theirs.other_address });
    const moved = { ...theirs, start: input.start ?? theirs.start, end: input.end ?? theirs.end, all_day: input.all_day ?? theirs.all_day };
    const mine: EventForm = { ...base, ...pickTimes(formOf(moved)), ownerId: input.owner_id ?? before.owner.id };
    openSheet({ kind: "clash", clash: { base: { ...theirs, ...before }, mine, theirs } });
    return null;
  }
}

function pickTimes(form: EventForm): Pick<EventForm, "allDay" | "start" | "end" | "startMoment" | "endMoment" | "zone"> {
  const { allDay, start, end, startMoment, endMoment, zone } = form;
  return { allDay, start, end, startMoment, endMoment, zone };
}

export async function lastChanger(id: string): Promise<string> {
  try {
    const entries = await calls.history(id);
    const latest = entries.reduce((a, b) => (b.number > a.number ? b : a));
    return latest.by?.name ?? t.someone;
  } catch {
    return t.someone;
  }
}

async function putBack(now: EventDetail, input: EventInput): Promise<void> {
  try {
    const version = find(now.id)?.version ?? now.version;
    put(await change(now.id, version, input));
    announcement.set(t.undone);
  } catch (error) {
    say(error instanceof Refused && error.status === 412 ? t.couldNotUndo : whyNot(error), "wrong");
  }
}

function provisional(form: EventForm, id: string): CalendarEvent {
  const input = inputOf(form);
  const type = boot.activity_types.find((one) => one.id === form.typeId) ?? null;
  return {
    id,
    subject: input.subject,
    start: form.allDay ? input.start : withOffset(momentOf(form, "start"), form.zone),
    end: form.allDay ? input.end : withOffset(momentOf(form, "end"), form.zone),
    all_day: form.allDay,
    time_zone: form.zone,
    status: "confirmed",
    owner: { id: form.ownerId, name: colleague(form.ownerId)?.name ?? "" },
    type,
    account: form.account,
    opportunity: form.opportunity,
    place: null,
    privacy: form.privacy,
    busy: form.busy,
    participants: form.participants,
    version: 0,
    can_edit: false,
    hidden: false,
  };
}

/** Create what the form holds; the grid shows it before the server has answered. Throws what the form must show. */
export async function create(form: EventForm, key: string, text: string = t.eventCreated, early = false): Promise<EventDetail> {
  const id = `new-${key}`;
  if (early) put(provisional(form, id));
  try {
    const event = await writing(() => calls.create(inputOf(form), key));
    ownWrite(event.id);
    put(event, id);
    done(fill(text, { subject: event.subject }), t.undo, () => removeQuietly(event));
    return event;
  } catch (error) {
    if (early) drop(id);
    throw error;
  }
}

/** Send what the form changed. Throws what the form must show; on 412 the caller settles it. */
export async function save(base: EventDetail, form: EventForm): Promise<EventDetail> {
  const before = formOf(base);
  const input = changesOf(before, form);
  if (!Object.keys(input).length) return base;
  const after = await change(base.id, base.version, input);
  put(after);
  const back = changesOf(form, before);
  done(fill(t.eventSaved, { subject: after.subject }), t.undo, () => putBack(after, back));
  return after;
}

async function removeQuietly(event: CalendarEvent): Promise<void> {
  drop(event.id);
  try {
    await writing(() => calls.remove(event.id, newestVersion(event.id, event.version)));
    ownWrite(event.id);
    announcement.set(t.undone);
  } catch (error) {
    put(event);
    say(error instanceof Refused && error.status === 412 ? t.couldNotUndo : whyNot(error), "wrong");
  }
}

export async function remove(event: CalendarEvent): Promise<void> {
  drop(event.id);
  const sending = inTurn(event.id, () =>
    writing(() => calls.remove(event.id, newestVersion(event.id, event.version))).then(() => {
      ownWrite(event.id);
    }),
  );
  const unsay = done(fill(t.eventDeleted, { subject: event.subject }), t.undo, async () => {
    await sending.then(
      () => restore(event.id),
      () => undefined,
    );
  });
  try {
    await sending;
  } catch (error) {
    unsay();
    if (error instanceof Refused && error.status === 412 && error.current) {
      // Changed by somebody else meanwhile: what is shown again is their version, to be looked at first.
      put(error.current as EventDetail);
      say(fill(t.mergedWithNot, { name: await lastChanger(event.id) }), "wrong");
      return;
    }
    put(event);
    say(whyNot(error), "wrong");
  }
}

async function restore(id: string): Promise<void> {
  try {
    const back = await writing(() => calls.restore(id));
    ownWrite(id);
    put(back);
    announcement.set(t.undone);
  } catch (error) {
    say(whyNot(error), "wrong");
  }
}

export async function duplicate(id: string): Promise<void> {
  try {
    const event = await calls.get(id, view.value.zone);
    const form = formOf(event);
    await create({ ...form, participants: [...form.participants] }, newKey(), t.eventDuplicated);
  } catch (error) {
    say(whyNot(error), "wrong");
  }
}
