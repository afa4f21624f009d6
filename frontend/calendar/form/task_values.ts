/** What the form of a reminder holds, and how it becomes the API's words. */

import type { AccountRef, Task, TaskInput } from "../api/shapes";
import { boot, colleague } from "../boot";
import { t } from "../messages";
import { shortDay } from "../time/phrases";

export interface TaskValues {
  subject: string;
  due: string;
  owner: string;
  account: AccountRef | null;
  notes: string;
  isPrivate: boolean;
}

export function taskForm(task: Task | null, due: string | null): TaskValues {
  return {
    subject: task?.subject ?? "",
    due: task?.due_on ?? due ?? "",
    owner: task?.owner.id ?? boot.me.id,
    account: task?.account ?? null,
    notes: task?.notes ?? "",
    isPrivate: task?.privacy === "private",
  };
}

export function taskInput(values: TaskValues): TaskInput {
  return {
    subject: values.subject.trim(),
    due_on: values.due || null,
    owner_id: values.owner,
    account_id: values.account?.id ?? null,
    notes: values.notes,
    privacy: values.isPrivate ? "private" : "normal",
  };
}

/** One value as a person reads it. */
export function shownTaskValue(values: TaskValues, field: keyof TaskValues): string {
  switch (field) {
    case "due":
      return values.due ? shortDay(values.due) : t.noDue;
    case "owner":
      return colleague(values.owner)?.name ?? "";
    case "account":
      return values.account?.name ?? t.nothing;
    case "isPrivate":
      return values.isPrivate ? t.private : t.normal;
    default:
      return values[field] || t.nothing;
  }
}
