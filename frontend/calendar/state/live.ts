/** Colleagues' changes: the shell tells of each; the window is fetched again once they have settled. */

import { forgetOtherWindows, load, loadedAt, loadTasks } from "./feed";
import { Cell } from "./cell";

interface Change {
  kind: string;
  subject_type: string;
  subject_id: string;
}

const SETTLES_AFTER = 250;

/** How often each subject was changed by others: an open sheet whose count goes up looks again. */
export const stirred = new Cell<ReadonlyMap<string, number>>(new Map());

let writes = 0;
let waiting: Change[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
// How many changes of each subject are our own: their echo needs no fetch.
const own = new Map<string, number>();

/** While a write of ours is under way its echo cannot be told from a colleague's change: wait. */
export async function writing<T>(write: () => Promise<T>): Promise<T> {
  count(1);
  try {
    return await write();
  } finally {
    count(-1);
    if (waiting.length) settleSoon();
  }
}

/** Shown as a class, so that leaving hands and tests can tell that all is saved. */
function count(more: number): void {
  writes += more;
  document.body.classList.toggle("calendar-writing", writes > 0);
}

export function ownWrite(id: string): void {
  own.set(id, (own.get(id) ?? 0) + 1);
  setTimeout(() => {
    forget(id);
  }, 20_000);
}

function forget(id: string): void {
  const count = (own.get(id) ?? 0) - 1;
  if (count > 0) own.set(id, count);
  else own.delete(id);
}

function isEcho(change: Change): boolean {
  if (!own.has(change.subject_id)) return false;
  forget(change.subject_id);
  return true;
}

function settleSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(settle, SETTLES_AFTER);
}

function counted(counts: ReadonlyMap<string, number>, changes: readonly Change[]): ReadonlyMap<string, number> {
  const more = new Map(counts);
  for (const { subject_id } of changes) more.set(subject_id, (more.get(subject_id) ?? 0) + 1);
  return more;
}

function settle(): void {
  if (writes > 0 || document.body.classList.contains("calendar-dragging")) {
    settleSoon();
    return;
  }
  const foreign = waiting.filter((change) => !isEcho(change));
  waiting = [];
  const touches = (...types: string[]): boolean => foreign.some((change) => types.includes(change.subject_type));
  // At once: of several in a row, only the last would be drawn.
  if (foreign.length) stirred.update((counts) => counted(counts, foreign));
  if (loadedAt.value && touches("event", "account", "opportunity", "activity_type")) {
    forgetOtherWindows();
    void load();
  }
  if (touches("task")) void loadTasks();
}

export function listen(): void {
  document.addEventListener("tournee:change", (event) => {
    const change = (event as CustomEvent<Partial<Change> | undefined>).detail;
    waiting.push({
      kind: change?.kind ?? "",
      subject_type: change?.subject_type ?? change?.kind?.split(".")[0] ?? "event",
      subject_id: change?.subject_id ?? "",
    });
    settleSoon();
  });
  // The shell was away (offline, asleep) and may have missed changes.
  document.addEventListener("tournee:resync", () => void refresh());
}

export async function refresh(): Promise<void> {
  await Promise.all([loadedAt.value ? load() : undefined, loadTasks()]);
}
