/** The calls that the calendar makes, each by its name. */

import { idOf, recurrenceOf, type Key } from "../state/occurrence";
import type { Scope } from "../state/scope";
import { answered, call, query, type Sending } from "./http";
import type {
  Account,
  CalendarEvent,
  Contact,
  EventDetail,
  EventInput,
  HistoryEntry,
  Opportunity,
  Page,
  SavedFilter,
  Task,
  TaskInput,
  Town,
} from "./shapes";

export interface Window {
  start: string;
  end: string;
  time_zone: string;
  owner?: readonly string[];
  account?: string | null;
  opportunity?: string | null;
  type?: readonly string[];
}

export const events = {
  list: async (window: Window, signal?: AbortSignal): Promise<CalendarEvent[]> => {
    const path = `/events${query({ ...window, limit: 20000 })}`;
    return (await call<Page<CalendarEvent>>("GET", path, signal ? { signal } : {})).items;
  },
  get: (key: Key, zone: string) =>
    call<EventDetail>("GET", `/events/${idOf(key)}${query({ time_zone: zone, recurrence_id: recurrenceOf(key) })}`),
  create: (body: EventInput, key: string) => call<EventDetail>("POST", "/events", { body, key }),
  change: (id: string, version: number, body: EventInput) =>
    call<EventDetail>("PATCH", `/events/${id}`, { body, version }),
  remove: (id: string, version: number) => call<undefined>("DELETE", `/events/${id}`, { version }),
  restore: (id: string) => call<EventDetail>("PUT", `/events/${id}/restoration`),
  changeOccurrences: (key: Key, scope: Scope, version: number, body: EventInput) =>
    stepped<EventDetail>("PATCH", key, scope, { version, body }),
  removeOccurrences: (key: Key, scope: Scope, version: number) => stepped<undefined>("DELETE", key, scope, { version }),
  undoStep: (step: string) => call<EventDetail>("PUT", `/series-steps/${step}/undoing`),
  history: async (id: string) => (await call<Page<HistoryEntry>>("GET", `/events/${id}/history`)).items,
};

/** `step` is what undoes it; null where nothing was changed. */
export interface Stepped<T> {
  value: T;
  step: string | null;
}

async function stepped<T>(method: string, key: Key, scope: Scope, sending: Sending): Promise<Stepped<T>> {
  const path = `/events/${idOf(key)}${query({ recurrence_id: recurrenceOf(key), scope })}`;
  const { value, headers } = await answered<T>(method, path, sending);
  return { value, step: headers.get("Undo-Step") };
}

export interface TaskWindow {
  owner?: readonly string[];
  account?: string | null;
  opportunity?: string | null;
  due_from?: string;
  due_before?: string;
  state?: "open" | "done" | "all";
}

export const tasks = {
  list: async (window: TaskWindow): Promise<Task[]> => {
    const found: Task[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Task> = await call("GET", `/tasks${query({ ...window, limit: 200, cursor })}`);
      found.push(...page.items);
      cursor = page.next;
    } while (cursor && found.length < 2000);
    return found;
  },
  get: (id: string) => call<Task>("GET", `/tasks/${id}`),
  create: (body: TaskInput, key: string) => call<Task>("POST", "/tasks", { body, key }),
  change: (id: string, version: number, body: TaskInput) => call<Task>("PATCH", `/tasks/${id}`, { body, version }),
  complete: (id: string) => call<Task>("PUT", `/tasks/${id}/completion`),
  reopen: (id: string) => call<Task | undefined>("DELETE", `/tasks/${id}/completion`),
  remove: (id: string, version: number) => call<undefined>("DELETE", `/tasks/${id}`, { version }),
  restore: (id: string) => call<Task>("PUT", `/tasks/${id}/restoration`),
};

async function search<T>(path: string, values: Parameters<typeof query>[0], signal: AbortSignal): Promise<T[]> {
  return (await call<Page<T>>("GET", path + query({ limit: 8, ...values }), { signal })).items;
}

export const directory = {
  account: (id: string) => call<Account>("GET", `/accounts/${id}`),
  opportunity: (id: string) => call<Opportunity>("GET", `/opportunities/${id}`),
  accounts: (q: string, signal: AbortSignal) => search<Account>("/accounts", { q }, signal),
  contacts: (q: string, signal: AbortSignal) => search<Contact>("/contacts", { q }, signal),
  opportunities: (q: string, account: string | null, signal: AbortSignal) =>
    search<Opportunity>("/opportunities", { q, account }, signal),
  towns: (q: string, signal: AbortSignal) => search<Town>("/places", { q }, signal),
};

export const savedFilters = {
  list: async () => (await call<Page<SavedFilter>>("GET", "/saved-filters?limit=100")).items,
  create: (body: { name: string; query: string; shared: boolean }, key: string) =>
    call<SavedFilter>("POST", "/saved-filters", { body, key }),
  change: (filter: SavedFilter, body: Partial<Pick<SavedFilter, "name" | "query" | "shared">>) =>
    call<SavedFilter>("PATCH", `/saved-filters/${filter.id}`, { body, version: filter.version }),
  remove: (filter: SavedFilter) =>
    call<undefined>("DELETE", `/saved-filters/${filter.id}`, { version: filter.version }),
};

export function rememberShowingTasks(show: boolean): Promise<unknown> {
  return call("PATCH", "/me", { body: { show_tasks: show } });
}
