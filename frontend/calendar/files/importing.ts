/** A calendar file on its way in: chosen, read, shown, imported. Whatever fails, the file stays chosen. */

import { Unreachable } from "../api/http";
import { boot } from "../boot";
import { fill } from "../messages";
import { Cell } from "../state/cell";
import { forgetOtherWindows, load } from "../state/feed";
import { writing } from "../state/live";
import { announcement, say } from "../state/toasts";
import { go, includesOwner, todayIn, view } from "../state/view";
import { takeIn } from "./calls";
import { words } from "./messages";
import { dayToShow, doneText, faultOf, type Outcome } from "./outcome";

export interface Importing {
  file: File | null;
  /** Into whose calendar. */
  owner: string;
  doing: "nothing" | "reading" | "importing";
  /** What an import would do. */
  preview: Outcome | null;
  problem: string;
}

export const importing = new Cell<Importing | null>(null);

let reading: AbortController | null = null;

function change(values: Partial<Importing>): void {
  if (importing.value) importing.set({ ...importing.value, ...values });
}

/** The dialog, with the files that were dropped, if any. */
export function openImport(files: readonly File[] = []): void {
  importing.set({ file: null, owner: boot.me.id, doing: "nothing", preview: null, problem: "" });
  chooseFiles(files);
}

export function chooseFiles(files: readonly File[]): void {
  if (importing.value?.doing === "importing") return;
  const [file] = files;
  if (files.length > 1) change({ problem: words.oneAtATime });
  else if (file) {
    change({ file });
    void read();
  }
}

export function chooseOwner(owner: string): void {
  change({ owner });
  void read();
}

/** While events are written, only the dialog goes: what becomes of them is told at the foot of the page. */
export function closeImport(): void {
  reading?.abort();
  importing.set(null);
}

/** Ask what an import would do. */
export async function read(): Promise<void> {
  reading?.abort();
  const now = importing.value;
  if (!now?.file) return;
  const fault = faultOf(now.file);
  change({ doing: fault ? "nothing" : "reading", preview: null, problem: fault });
  if (fault) return;
  const mine = (reading = new AbortController());
  try {
    const preview = await takeIn(now.file, now.owner, true, mine.signal);
    if (!mine.signal.aborted) change({ doing: "nothing", preview });
  } catch (error) {
    if (!mine.signal.aborted) change({ doing: "nothing", problem: await whyOf(error, now.file) });
  }
}

export async function bringIn(): Promise<void> {
  const now = importing.value;
  if (!now?.file || !now.preview || now.doing !== "nothing") return;
  const { file, owner } = now;
  change({ doing: "importing", problem: "" });
  const mine = importing.value;
  const isOpen = (): boolean => importing.value !== null && importing.value === mine;
  try {
    const outcome = await writing(() => takeIn(file, owner, false));
    if (isOpen()) importing.set(null);
    forgetOtherWindows();
    await load();
    tell(outcome, owner);
  } catch (error) {
    const why = await whyOf(error, file);
    if (isOpen()) change({ doing: "nothing", problem: why });
    else say(fill(words.failedLater, { name: file.name, why }), "wrong");
  }
}

function tell(outcome: Outcome, owner: string): void {
  const { zone } = view.value;
  const date = dayToShow(outcome, zone, todayIn(zone));
  const show = (): void => {
    const state = view.value;
    // Whatever hides them now, they are to be seen.
    const all = { account: null, opportunity: null, types: [] };
    go({ ...(date ? { date } : {}), ...all, owners: includesOwner(state, owner) ? state.owners : [...state.owners, owner] });
  };
  announcement.set(doneText(outcome));
  say(doneText(outcome), "done", date ? { label: words.show, run: show } : undefined);
}

async function whyOf(error: unknown, file: File): Promise<string> {
  if (error instanceof Unreachable) return (await isReadable(file)) ? words.unreachable : words.gone;
  return (error instanceof Error && error.message) || words.failed;
}

/** Changed or taken away since it was chosen, or a folder: the browser sends nothing then, and does not say why. */
async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
