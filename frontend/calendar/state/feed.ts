/** The events and tasks of what is looked at: fetched, kept for the way back, changed at once and put right later. */

import { Unreachable } from "../api/http";
import { events as eventCalls, tasks as taskCalls, type Window } from "../api/calls";
import type { CalendarEvent, Task } from "../api/shapes";
import { boot } from "../boot";
import { withOffset } from "../time/zones";
import { Cell } from "./cell";
import { keyOf, type Key } from "./occurrence";
import { includesOwner, ownersSent, rangeOf, view, type View } from "./view";

export interface Feed {
  events: readonly CalendarEvent[];
  status: "loading" | "ready" | "failed" | "offline";
  problem: string;
}

export interface TaskList {
  tasks: readonly Task[];
  status: "loading" | "ready" | "failed";
}

export const feed = new Cell<Feed>({ events: [], status: "loading", problem: "" });
export const taskList = new Cell<TaskList>({ tasks: [], status: "loading" });
export const showTasks = new Cell<boolean>(boot.me.show_tasks);

const KEPT = 12;
const kept = new Map<string, readonly CalendarEvent[]>();
let shownKey = "";
let running: AbortController | null = null;
// How often something was drawn before the server told of it: an answer asked for earlier knows nothing of that.
let strokes = 0;
let taskStrokes = 0;

function windowOf(state: View): Window {
  const { from, to } = rangeOf(state);
  return {
    start: from,
    end: to,
    time_zone: state.zone,
    owner: ownersSent(state),
    account: state.account,
    opportunity: state.opportunity,
    type: state.types,
  };
}

function keep(key: string, events: readonly CalendarEvent[]): void {
  kept.delete(key);
  kept.set(key, events);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}

function isSame(a: CalendarEvent, b: CalendarEvent): boolean {
  return keyOf(a) === keyOf(b) && a.version === b.version && a.start === b.start && a.end === b.end && a.can_edit === b.can_edit;
}

/** What has not changed stays the same object, and need not be drawn again. */
function known(before: readonly CalendarEvent[], found: readonly CalendarEvent[]): CalendarEvent[] {
  const byKey = new Map(before.map((event) => [keyOf(event), event]));
  return found.map((event) => {
    const had = byKey.get(keyOf(event));
    return had && isSame(had, event) ? had : event;
  });
}

function unchanged(before: readonly CalendarEvent[], after: readonly CalendarEvent[]): boolean {
  const had = new Set(before);
  return before.length === after.length && after.every((event) => had.has(event));
}

/** Fetch what is looked at; what was fetched before is shown meanwhile. */
export async function load(): Promise<void> {
  const window = windowOf(view.value);
  const key = JSON.stringify(window);
  running?.abort();
  const mine = (running = new AbortController());
  const before = kept.get(key);
  const stroke = strokes;
  if (key !== shownKey) feed.set({ events: before ?? [], status: before ? "ready" : "loading", problem: "" });
  shownKey = key;
  try {
    const found = await eventCalls.list(window, mine.signal);
    if (mine.signal.aborted) return;
    if (stroke !== strokes) {
      await load();
      return;
    }
    const events = known(feed.value.events, found);
    keep(key, events);
    const same = feed.value.status === "ready" && unchanged(feed.value.events, events);
    if (!same) feed.set({ events, status: "ready", problem: "" });
    loadedAt.set(Date.now());
  } catch (error) {
    if (mine.signal.aborted) return;
    const offline = error instanceof Unreachable;
    feed.update((now) => ({
      events: now.events,
      status: offline ? "offline" : "failed",
      problem: error instanceof Error ? error.message : "",
    }));
  }
}

/** When the shown events were last the server's. */
export const loadedAt = new Cell<number>(0);

export async function loadTasks(): Promise<void> {
  const { account, opportunity } = view.value;
  const stroke = taskStrokes;
  try {
    const found = await taskCalls.list({ owner: ownersSent(view.value), account, opportunity, state: "all" });
    if (stroke !== taskStrokes) {
      await loadTasks();
      return;
    }
    const { tasks: before, status } = taskList.value;
    const had = new Map(before.map((task) => [task.id, task]));
    const tasks = found.map((task) => (had.get(task.id)?.version === task.version ? (had.get(task.id) ?? task) : task));
    const same = tasks.length === before.length && tasks.every((task) => had.get(task.id) === task);
    if (!same || status !== "ready") taskList.set({ tasks, status: "ready" });
  } catch {
    taskList.update((now) => ({ tasks: now.tasks, status: "failed" }));
  }
}

/** What was kept of other windows is old now. */
export function forgetOtherWindows(): void {
  const current = kept.get(shownKey);
  kept.clear();
  if (current) kept.set(shownKey, current);
}

function passes(event: CalendarEvent, state: View): boolean {
  return (
    (includesOwner(state, event.owner.id) || event.participants.some((one) => one.user_id === boot.me.id)) &&
    (!state.account || event.account?.id === state.account) &&
    (!state.opportunity || event.opportunity?.id === state.opportunity) &&
    (!state.types.length || (event.type !== null && state.types.includes(event.type.id)))
  );
}

function replace(events: readonly CalendarEvent[]): void {
  strokes += 1;
  forgetOtherWindows();
  keep(shownKey, events);
  feed.update((now) => ({ ...now, events }));
}

/** One event's times are answered in its own zone; the grid reads them as the shown zone's clocks. */
function inShownZone(event: CalendarEvent): CalendarEvent {
  if (event.all_day) return event;
  const { zone } = view.value;
  return { ...event, start: withOffset(Date.parse(event.start), zone), end: withOffset(Date.parse(event.end), zone) };
}

/** Show an event as it is now, or will be when the server has agreed. */
export function put(given: CalendarEvent, instead: Key = keyOf(given)): void {
  drawn([given], new Set([instead]));
}

/** Several at once: occurrences of a series. */
export function putAll(given: readonly CalendarEvent[]): void {
  drawn(given, new Set());
}

function drawn(given: readonly CalendarEvent[], instead: Set<Key>): void {
  const events = given.map(inShownZone);
  for (const event of events) instead.add(keyOf(event));
  const others = feed.value.events.filter((one) => !instead.has(keyOf(one)));
  replace([...others, ...events.filter((event) => passes(event, view.value))]);
}

export function drop(...keys: readonly Key[]): void {
  const gone = new Set(keys);
  replace(feed.value.events.filter((event) => !gone.has(keyOf(event))));
}

/** All that is drawn of an event or a series. */
export function allOf(id: string): CalendarEvent[] {
  return feed.value.events.filter((event) => event.id === id);
}

export function find(key: Key): CalendarEvent | undefined {
  return feed.value.events.find((event) => keyOf(event) === key);
}

export function putTask(task: Task, instead: string = task.id): void {
  const others = taskList.value.tasks.filter((one) => one.id !== instead && one.id !== task.id);
  taskStrokes += 1;
  taskList.update((now) => ({ ...now, tasks: [...others, task] }));
}

export function dropTask(id: string): void {
  taskStrokes += 1;
  taskList.update((now) => ({ ...now, tasks: now.tasks.filter((task) => task.id !== id) }));
}

export function findTask(id: string): Task | undefined {
  return taskList.value.tasks.find((task) => task.id === id);
}
