/** What a person does to reminders: drawn at once, sent, and taken back by undo. */

import { tasks as calls } from "../api/calls";
import { newKey, Refused } from "../api/http";
import type { Task, TaskInput } from "../api/shapes";
import { boot } from "../boot";
import { fill, t } from "../messages";
import { shortDay } from "../time/phrases";
import { whyNot } from "./wording";
import { dropTask, findTask, putTask } from "./feed";
import { ownWrite, writing } from "./live";
import { announcement, done, say } from "./toasts";
import { todayIn } from "./view";

function tell(text: string, undo: () => Promise<void>): void {
  done(text, t.undo, undo);
}

async function trying(undo: () => void, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    undo();
    say(error instanceof Refused && error.status === 412 ? t.couldNotUndo : whyNot(error), "wrong");
  }
}

async function setDone(task: Task, isDone: boolean): Promise<Task> {
  const answer = await writing(() => (isDone ? calls.complete(task.id) : calls.reopen(task.id)));
  ownWrite(task.id);
  // The version moved on; without a body the task is asked for.
  return answer ?? (await calls.get(task.id));
}

export async function toggle(task: Task): Promise<void> {
  const isDone = task.done_at === null;
  putTask({ ...task, done_at: isDone ? new Date().toISOString() : null });
  await trying(
    () => {
      putTask(task);
    },
    async () => {
      const after = await setDone(task, isDone);
      putTask(after);
      if (isDone) tell(fill(t.taskDone, { subject: task.subject }), () => toggleBack(after));
    },
  );
}

async function toggleBack(task: Task): Promise<void> {
  await trying(
    () => {
      putTask(task);
    },
    async () => {
      putTask(await setDone(task, task.done_at === null));
      announcement.set(t.undone);
    },
  );
}

/** Throws what the form must show. */
export async function createTask(input: TaskInput, key: string = newKey()): Promise<Task> {
  const task = await writing(() => calls.create({ owner_id: boot.me.id, ...input }, key));
  ownWrite(task.id);
  putTask(task);
  tell(fill(t.taskCreated, { subject: task.subject }), () => takeAway(task));
  return task;
}

async function takeAway(task: Task): Promise<void> {
  dropTask(task.id);
  await trying(
    () => {
      putTask(task);
    },
    async () => {
      await writing(() => calls.remove(task.id, findTask(task.id)?.version ?? task.version));
      ownWrite(task.id);
    },
  );
}

/** Throws what the form must show. */
export async function saveTask(before: Task, input: TaskInput, text: string = t.taskSaved): Promise<Task> {
  const after = await writing(() => calls.change(before.id, before.version, input));
  ownWrite(before.id);
  putTask(after);
  const when = after.due_on ? shortDay(after.due_on, todayIn(boot.me.time_zone)) : t.noDue;
  tell(fill(text, { subject: after.subject, when }), () => restoreFields(after, before));
  return after;
}

async function restoreFields(after: Task, before: Task): Promise<void> {
  const input: TaskInput = {
    subject: before.subject,
    due_on: before.due_on,
    owner_id: before.owner.id,
    account_id: before.account?.id ?? null,
    opportunity_id: before.opportunity?.id ?? null,
    notes: before.notes,
    privacy: before.privacy,
  };
  await trying(
    () => {
      putTask(after);
    },
    async () => {
      putTask(await writing(() => calls.change(after.id, findTask(after.id)?.version ?? after.version, input)));
      ownWrite(after.id);
    },
  );
}

export async function moveTask(task: Task, due: string): Promise<void> {
  putTask({ ...task, due_on: due });
  await trying(
    () => {
      putTask(task);
    },
    async () => {
      await saveTask(task, { due_on: due }, t.taskMoved);
    },
  );
}

export async function removeTask(task: Task): Promise<void> {
  dropTask(task.id);
  await trying(
    () => {
      putTask(task);
    },
    async () => {
      await writing(() => calls.remove(task.id, task.version));
      ownWrite(task.id);
      tell(fill(t.taskDeleted, { subject: task.subject }), async () => {
        putTask(await writing(() => calls.restore(task.id)));
        ownWrite(task.id);
      });
    },
  );
}
