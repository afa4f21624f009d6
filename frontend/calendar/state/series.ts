/** What a person does to occurrences of a series: to one, to it and those that follow, or to all; and taking it back. */

import { events as calls, type Stepped } from "../api/calls";
import { Refused } from "../api/http";
import type { CalendarEvent, EventDetail, EventInput } from "../api/shapes";
import { changesOf, formOf, inputOf, type EventForm } from "../form/values";
import { fill, t } from "../messages";
import { shiftedLike } from "../shift";
import { allOf, drop, find, load, put, putAll } from "./feed";
import { ownWrite, writing } from "./live";
import { onNewest } from "./newest";
import { keyOf, type Key } from "./occurrence";
import { askScope, type Scope } from "./scope";
import { focusAgain, focusedKey } from "./selection";
import { announcement, done, say } from "./toasts";
import { inTurn, isOvertaken } from "./turns";
import { lastChanger, spoken, warn, whyNot } from "./wording";

/** What of the series is drawn and meant. */
function meant(event: CalendarEvent, scope: Scope): CalendarEvent[] {
  if (scope === "this") return [event];
  const from = Date.parse(event.recurrence_id ?? "");
  return allOf(event.id).filter((one) => scope === "all" || Date.parse(one.recurrence_id ?? "") >= from);
}

/** The same words, saying how far they go. */
function told(text: string, scope: Scope): string {
  return scope === "this" ? text : fill(scope === "all" ? t.saidOfAll : t.saidOfFollowing, { text });
}

/** Written, and the window as it is now: other occurrences may have changed with this one. */
async function written<T>(id: string, write: () => Promise<T>): Promise<T> {
  try {
    const answer = await writing(write);
    ownWrite(id);
    return answer;
  } finally {
    await load();
  }
}

async function undo(id: string, step: string): Promise<void> {
  try {
    await inTurn(id, () => written(id, () => calls.undoStep(step)));
    announcement.set(t.undone);
  } catch (error) {
    say(error instanceof Refused && error.status === 412 ? t.couldNotUndo : whyNot(error), "wrong");
  }
}

interface Step<T extends EventDetail | undefined> {
  event: CalendarEvent;
  /** Given the occurrence as it is when its turn has come. */
  send: (now: CalendarEvent) => Promise<Stepped<T> | null>;
  text: string;
  failed: (error: unknown) => Promise<string> | string;
}

/** Send what has been drawn; where that fails the window shows what is there, and why is said. */
async function run<T extends EventDetail | undefined>({ event, send, text, failed }: Step<T>): Promise<Stepped<T> | null> {
  const waits = isOvertaken(event.id);
  const sending = inTurn(event.id, () => written(event.id, () => send(waits ? (find(keyOf(event)) ?? event) : event)));
  const unsay = done(text, t.undo, async () => {
    const answer = await sending.catch(() => null);
    if (answer?.step) await undo(event.id, answer.step);
  });
  try {
    const answer = await sending;
    if (!answer?.step) unsay();
    if (answer?.value) warn(answer.value);
    return answer;
  } catch (error) {
    unsay();
    say(await failed(error), "wrong");
    return null;
  }
}

/** Nothing happens: what was dragged goes back. */
function putBack(key: Key): void {
  const now = find(key);
  if (now) put({ ...now });
}

export async function moveOccurrence(before: CalendarEvent, optimistic: CalendarEvent, input: EventInput, text: string): Promise<void> {
  const key = keyOf(before);
  const focused = focusedKey() === key;
  const scope = await askScope("move", before.subject, spoken(before));
  if (!scope) {
    putBack(key);
    if (focused) focusAgain(key);
    return;
  }
  putAll(meant(before, scope).map((one) => (keyOf(one) === key ? optimistic : shiftedLike(one, before, optimistic))));
  const answer = await run<EventDetail>({
    event: before,
    send: (now) =>
      onNewest({ ...before, version: now.version }, input, (version) => calls.changeOccurrences(key, scope, version, input), scope),
    text: told(text, scope),
    failed: (error) => `${fill(t.notMoved, { subject: before.subject })} ${whyNot(error)}`,
  });
  if (focused) focusAgain(answer ? keyOf(answer.value) : key);
}

/** Send what the form changed. Throws what the form must show; on 412 the caller settles it. */
export async function saveOccurrences(base: EventDetail, form: EventForm, scope: Scope): Promise<void> {
  const input = changesOf(formOf(base), form);
  if (!Object.keys(input).length) return;
  const key = keyOf(base);
  const send = (version: number) => calls.changeOccurrences(key, scope, version, input);
  const { step, value } = await inTurn(base.id, () => written(base.id, () => sendOnSame(base, send)));
  if (!step) return;
  warn(value);
  done(told(fill(t.eventSaved, { subject: value.subject }), scope), t.undo, () => undo(base.id, step));
}

/** A change of another occurrence may have made the version old: where nothing of this one differs, that is no clash. */
async function sendOnSame<T>(base: EventDetail, send: (version: number) => Promise<T>): Promise<T> {
  try {
    return await send(base.version);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 412 || !error.current) throw error;
    const theirs = error.current as EventDetail;
    if (JSON.stringify(inputOf(formOf(theirs))) !== JSON.stringify(inputOf(formOf(base)))) throw error;
    return await send(theirs.version);
  }
}

/** `decided` is called as soon as it is certain that something is deleted. */
export async function removeOccurrences(event: CalendarEvent, decided: () => void): Promise<void> {
  const scope = await askScope("delete", event.subject, spoken(event));
  if (!scope) return;
  decided();
  const key = keyOf(event);
  drop(...meant(event, scope).map(keyOf));
  await run<undefined>({
    event,
    send: (now) => calls.removeOccurrences(key, scope, now.version),
    text: told(fill(t.eventDeleted, { subject: event.subject }), scope),
    failed: async (error) => {
      const theirs = error instanceof Refused && error.status === 412;
      return theirs ? fill(t.mergedWithNot, { name: await lastChanger(event.id) }) : whyNot(error);
    },
  });
}
