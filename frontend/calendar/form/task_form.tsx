/** Create or change a reminder. */

import { useRef, useState } from "preact/hooks";
import type { Refused } from "../api/http";
import type { Task } from "../api/shapes";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { closeSheet } from "../state/screens";
import { createTask, removeTask, saveTask } from "../state/task_changes";
import { AccountField } from "./account_field";
import { DayField } from "./clock_fields";
import { draftName, draftOf, forgetDraft, keepDraft } from "./drafts";
import { FieldErrors } from "./field_errors";
import { FormSheet, NotesField, SubjectField } from "./form_sheet";
import { useValues } from "./form_values";
import { bothChanged, rebase } from "./merge";
import { OwnerSelect } from "./owner_select";
import { useSending } from "./sending";
import { shownTaskValue, taskForm, taskInput, type TaskValues } from "./task_values";

const FORM = "task-form";
const FIELDS = ["subject", "due_on", "owner_id", "account_id", "notes"];

interface Props {
  task: Task | null;
  due: string | null;
}

/** As for events: what was typed and not saved, on top of what the reminder is by now. */
function restored({ task, due }: Props): TaskValues | null {
  const draft = draftOf<TaskValues>(draftName("task", task?.id ?? null));
  const now = taskForm(task, due);
  if (!draft) return null;
  const whole = task && draft.base ? rebase(draft.base, draft.form, now) : { ...now, ...draft.form };
  return JSON.stringify(whole) === JSON.stringify(now) ? null : whole;
}

export function TaskForm(props: Props) {
  const [draft, setDraft] = useState(() => restored(props));
  const afresh = (): void => {
    forgetDraft(draftName("task", props.task?.id ?? null));
    setDraft(null);
  };
  return (
    <Fields
      key={draft ? "restored" : "fresh"}
      task={props.task}
      initial={draft ?? taskForm(props.task, props.due)}
      startAfresh={draft ? afresh : null}
    />
  );
}

/** The reminder that the form changes; when a colleague was faster, theirs, with my changes on top and theirs said. */
function useBase(task: Task | null) {
  const base = useRef(task);
  const [theirs, setTheirs] = useState<string[]>([]);
  const follow = (refusal: Refused, mine: TaskValues): TaskValues | null => {
    if (refusal.status !== 412 || !refusal.current || !base.current) return null;
    const [was, now] = [taskForm(base.current, null), taskForm(refusal.current as Task, null)];
    setTheirs(bothChanged(was, mine, now).map((field) => shownTaskValue(now, field)));
    base.current = refusal.current as Task;
    return rebase(was, mine, now);
  };
  return { base, theirs, follow };
}

function Fields({ task, initial, startAfresh }: { task: Task | null; initial: TaskValues; startAfresh: (() => void) | null }) {
  const { base, theirs, follow } = useBase(task);
  const [overtaken, setOvertaken] = useState(false);
  const name = draftName("task", task?.id ?? null);
  const { values, latest, change } = useValues(initial, (form) => {
    keepDraft<TaskValues>(name, { form, base: base.current && taskForm(base.current, null) });
  });
  const set = (part: Partial<TaskValues>): void => {
    change({ ...values, ...part });
  };
  const sending = useSending({
    id: FORM,
    fields: FIELDS,
    check: () => (latest.current.subject.trim() ? {} : { subject: [t.subjectMissing] }),
    send: async (key) => {
      const input = taskInput(latest.current);
      await (base.current ? saveTask(base.current, input) : createTask(input, key));
      forgetDraft(name);
      closeSheet();
    },
    settles: (refusal) => {
      const joined = follow(refusal, latest.current);
      if (joined) change(joined);
      setOvertaken(joined !== null);
      return joined !== null;
    },
  });
  const { errors } = sending;
  return (
    <FormSheet
      id={FORM}
      title={task ? t.editTask : t.newTask}
      saveLabel={t.saveTask}
      sending={sending}
      startAfresh={startAfresh}
      verbs={
        <>
          {task?.can_edit ? <DeleteVerb task={task} /> : null}
          <span class="grow" />
        </>
      }
    >
      {overtaken ? <Overtaken theirs={theirs} /> : null}
      <SubjectField value={values.subject} placeholder={t.taskSubject} errors={errors["subject"]} change={(subject) => { set({ subject }); }} />
      <div class="field">
        <span class="field__label" aria-hidden="true">
          {t.due}
        </span>
        <DayField label={t.due} value={values.due} onDay={(due) => { set({ due }); }} />
        <FieldErrors of={errors["due_on"]} />
      </div>
      <AccountField account={values.account} errors={errors["account_id"]} choose={(account) => { set({ account }); }} />
      <div class="field">
        <label class="field__label" for="task-owner">
          {t.owner}
        </label>
        <OwnerSelect id="task-owner" owner={values.owner} choose={(owner) => { set({ owner }); }} />
        <FieldErrors of={errors["owner_id"]} />
      </div>
      <NotesField id="task-notes" value={values.notes} errors={errors["notes"]} change={(notes) => { set({ notes }); }} />
      <label class="check">
        <input type="checkbox" checked={values.isPrivate} onChange={(happening) => { set({ isPrivate: happening.currentTarget.checked }); }} />
        <span>{t.private}</span>
      </label>
    </FormSheet>
  );
}

function Overtaken({ theirs }: { theirs: readonly string[] }) {
  return (
    <p class="notice notice--late" role="alert">
      <Icon name="warning" />
      <span>
        {t.taskOvertaken}
        {theirs.length ? ` ${fill(t.taskTheirs, { values: theirs.join(" · ") })}` : ""}
      </span>
    </p>
  );
}

function DeleteVerb({ task }: { task: Task }) {
  return (
    <button
      type="button"
      class="button button--danger"
      onClick={() => {
        closeSheet();
        void removeTask(task);
      }}
    >
      <Icon name="trash" small /> {t.delete}
    </button>
  );
}
