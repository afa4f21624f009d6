/** Reminders: quick to add, done with one click. */

import { useState } from "preact/hooks";
import type { Task } from "../api/shapes";
import { boot } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { useCell } from "../state/cell";
import { loadTasks, taskList } from "../state/feed";
import { openSheet } from "../state/screens";
import { toggle } from "../state/task_changes";
import { todayIn } from "../state/view";
import { shortDay } from "../time/phrases";
import { QuickTask } from "./quick_task";

interface Groups {
  late: Task[];
  today: Task[];
  coming: Task[];
  undated: Task[];
  done: Task[];
}

function byDue(a: Task, b: Task): number {
  return (a.due_on ?? "9999").localeCompare(b.due_on ?? "9999") || a.subject.localeCompare(b.subject);
}

export function grouped(tasks: readonly Task[], today: string): Groups {
  const groups: Groups = { late: [], today: [], coming: [], undated: [], done: [] };
  for (const task of [...tasks].sort(byDue)) {
    if (task.done_at) groups.done.push(task);
    else if (!task.due_on) groups.undated.push(task);
    else if (task.due_on < today) groups.late.push(task);
    else if (task.due_on === today) groups.today.push(task);
    else groups.coming.push(task);
  }
  groups.done.sort((a, b) => (b.done_at ?? "").localeCompare(a.done_at ?? ""));
  return groups;
}

export function TaskLine({ task, today }: { task: Task; today: string }) {
  const late = !task.done_at && task.due_on !== null && task.due_on < today;
  const meta = [task.due_on && task.due_on !== today ? shortDay(task.due_on, today) : "", task.account?.name, task.owner.id === boot.me.id ? "" : task.owner.name];
  const said = meta.filter(Boolean).join(" · ");
  return (
    <li class={task.done_at ? "task-line is-done" : "task-line"}>
      <button
        type="button"
        class="task-line__tick"
        role="checkbox"
        aria-checked={task.done_at !== null}
        aria-label={fill(task.done_at ? t.markOpen : t.markDone, { subject: task.subject })}
        disabled={!task.can_edit}
        onClick={() => {
          void toggle(task);
        }}
      >
        <Icon name="check" small />
      </button>
      <button
        type="button"
        class="task-line__main"
        onClick={() => {
          openSheet({ kind: "task", task, due: null });
        }}
      >
        <span class="task-line__subject">{task.subject}</span>
        {said ? <span class={late ? "small late" : "small soft"}>{late ? fill(t.overdueSince, { due: said }) : said}</span> : null}
      </button>
    </li>
  );
}

function Group({ title, tasks, today, late = false }: { title: string; tasks: Task[]; today: string; late?: boolean }) {
  return tasks.length ? (
    <section>
      <h2 class={late ? "task-group late" : "task-group"}>
        {title} <span class="small">({tasks.length})</span>
      </h2>
      <ul class="side-list">
        {tasks.map((task) => (
          <TaskLine key={task.id} task={task} today={today} />
        ))}
      </ul>
    </section>
  ) : null;
}

const DONE_SHOWN = 50;

/** `brief` in the side panel: what is late, due now and next. */
export function Tasks({ brief }: { brief: boolean }) {
  const { tasks, status } = useCell(taskList);
  const [withDone, setWithDone] = useState(false);
  const today = todayIn(boot.me.time_zone);
  const groups = grouped(tasks, today);
  const open = groups.late.length + groups.today.length + groups.coming.length + groups.undated.length;
  return (
    <div class="stack stack--tight">
      <QuickTask />
      {status === "loading" ? <div class="skeleton" /> : null}
      {status === "failed" ? (
        <p class="notice notice--wrong" role="alert">
          <Icon name="warning" />
          <span class="grow">{t.tasksFailed}</span>
          <button type="button" class="button button--link" onClick={() => void loadTasks()}>
            {t.retry}
          </button>
        </p>
      ) : null}
      {status === "ready" && open === 0 ? <p class="soft small">{t.noTasks}</p> : null}
      <Group title={t.overdue} tasks={groups.late} today={today} late />
      <Group title={t.dueToday} tasks={groups.today} today={today} />
      <Group title={t.dueLater} tasks={brief ? groups.coming.slice(0, 5) : groups.coming} today={today} />
      <Group title={t.noDue} tasks={brief ? groups.undated.slice(0, 5) : groups.undated} today={today} />
      {brief || !groups.done.length ? null : (
        <>
          <label class="check">
            <input type="checkbox" checked={withDone} onChange={(happening) => { setWithDone(happening.currentTarget.checked); }} />
            <span>
              {t.showDone} ({groups.done.length})
            </span>
          </label>
          {withDone ? <Group title={t.doneTasks} tasks={groups.done.slice(0, DONE_SHOWN)} today={today} /> : null}
        </>
      )}
      {brief && open > 0 ? (
        <a class="small" href="/tasks/">
          {t.tasks} ({open})
        </a>
      ) : null}
    </div>
  );
}
