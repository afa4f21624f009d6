/** What a person does to events: drawn at once, sent, put right when refused, and taken back by undo. */

import { events as calls } from "../api/calls";
import { newKey, Refused } from "../api/http";
import type { CalendarEvent, EventDetail, EventInput } from "../api/shapes";
import { boot, colleague } from "../boot";
import { changesOf, formOf, inputOf, momentOf, NEVER, type EventForm } from "../form/values";
import { fill, t } from "../messages";
import { withOffset } from "../time/zones";
import { allOf, drop, find, load, put } from "./feed";
import { ownWrite, writing } from "./live";
import { onNewest } from "./newest";
import { keyOf, type Key } from "./occurrence";
import { moveOccurrence, removeOccurrences } from "./series";
import { announcement, done, say } from "./toasts";
import { inTurn, isOvertaken, newestVersion, noteVersion } from "./turns";
import { view } from "./view";
import { lastChanger, spoken, warn, whyNot } from "./wording";

export interface Move {
  start: string;
  end: string;
  all_day: boolean;
  owner_id?: string;
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
  const input: EventInput = { start: to.start, end: to.end, all_day: to.all_day };
  if (before.all_day && !to.all_day) input.time_zone = view.value.zone;
  if (owner !== before.owner.id) input.owner_id = owner;
  const said = fill(text, { subject: before.subject, when: spoken(optimistic), name });
  if (before.recurrence_id) {
    await moveOccurrence(before, optimistic, input, said);
    return;
  }
  put(optimistic);
  const sending = inTurn(before.id, () => onNewest(before, input, (version) => change(before.id, version, input)));
  // Said at once, so that Ctrl-Z means this step and no earlier one; taken back once it has arrived.
  const unsay = done(said, t.undo, async () => {
    const after = await sending.catch(() => null);
    if (after) await putBack(after, timesOf(before));
  });
  try {
    const after = await sending;
    if (after) warn(after);
    if (!after) unsay();
    else if (!isOvertaken(before.id)) put(after);
  } catch (error) {
    unsay();
    put(before);
    if (isOvertaken(before.id)) void load();
    say(`${fill(t.notMoved, { subject: before.subject })} ${whyNot(error)}`, "wrong");
  }
}

/** What a change made of it; a series, or what was one, is fetched: it stands in more than one place. */
function show(before: EventDetail, after: EventDetail): void {
  if (!before.recurrence.length && !after.recurrence.length) put(after);
  else void load();
}

async function putBack(now: EventDetail, input: EventInput): Promise<void> {
  try {
    const version = find(now.id)?.version ?? now.version;
    show(now, await change(now.id, version, input));
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
    recurrence_id: null,
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
    if (event.recurrence.length) await load();
    else put(event, id);
    warn(event);
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
  show(base, after);
  warn(after);
  const back = changesOf(form, before);
  done(fill(t.eventSaved, { subject: after.subject }), t.undo, () => putBack(after, back));
  return after;
}

async function removeQuietly(event: EventDetail): Promise<void> {
  drop(...allOf(event.id).map(keyOf));
  try {
    await writing(() => calls.remove(event.id, newestVersion(event.id, event.version)));
    ownWrite(event.id);
    announcement.set(t.undone);
  } catch (error) {
    show(event, event);
    say(error instanceof Refused && error.status === 412 ? t.couldNotUndo : whyNot(error), "wrong");
  }
}

/** Delete it; `decided` is called as soon as it is certain that something is deleted. */
export async function remove(event: CalendarEvent, decided: () => void = () => undefined): Promise<void> {
  if (event.recurrence_id) {
    await removeOccurrences(event, decided);
    return;
  }
  decided();
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

/** An occurrence becomes a single event. */
export async function duplicate(key: Key): Promise<void> {
  try {
    const event = await calls.get(key, view.value.zone);
    const form = formOf(event);
    await create({ ...form, repeat: NEVER, participants: [...form.participants] }, newKey(), t.eventDuplicated);
  } catch (error) {
    say(whyNot(error), "wrong");
  }
}
