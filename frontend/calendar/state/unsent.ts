/** Reminders that were noted and have not arrived: kept until they do, or are taken away. */

import { newKey, Refused } from "../api/http";
import { boot } from "../boot";
import { Cell } from "./cell";
import { whyNot } from "./wording";
import { createTask } from "./task_changes";
import { t } from "../messages";

export interface Unsent {
  /** Sent as its Idempotency-Key: a try whose answer was lost is not done twice. */
  key: string;
  subject: string;
  due: string | null;
  /** Why it did not arrive; empty while it is on its way. */
  why: string;
}

const PLACE = `tournee.unsent.${boot.me.id}`;

function kept(): Unsent[] {
  try {
    const lines = JSON.parse(localStorage.getItem(PLACE) ?? "[]") as Unsent[];
    // The page was left before the answer came.
    return lines.map((line) => ({ ...line, why: line.why || t.unreachable }));
  } catch {
    return [];
  }
}

export const unsent = new Cell<readonly Unsent[]>(kept());

unsent.subscribe((lines) => {
  try {
    localStorage.setItem(PLACE, JSON.stringify(lines));
  } catch {
    // Full or forbidden storage: they live as long as the page.
  }
});

export function forgetUnsent(key: string): void {
  unsent.update((lines) => lines.filter((line) => line.key !== key));
}

async function send(line: Unsent): Promise<void> {
  unsent.update((lines) => [...lines.filter((one) => one.key !== line.key), line]);
  try {
    await createTask({ subject: line.subject, due_on: line.due }, line.key);
    forgetUnsent(line.key);
  } catch (error) {
    const key = error instanceof Refused ? newKey() : line.key;
    unsent.update((lines) => lines.map((one) => (one.key === line.key ? { ...line, key, why: whyNot(error) } : one)));
  }
}

export function note(subject: string, due: string | null): void {
  void send({ key: newKey(), subject, due, why: "" });
}

export function sendAgain(line: Unsent): Promise<void> {
  return send({ ...line, why: "" });
}
