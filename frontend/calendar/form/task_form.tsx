/** Create or change a reminder. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { newKey, Refused } from "../api/http";
import type { AccountRef, Task } from "../api/shapes";
import { boot } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { SheetFrame } from "../panels/sheet_frame";
import { whyNot } from "../state/changes";
import { closeSheet } from "../state/screens";
import { createTask, removeTask, saveTask } from "../state/task_changes";
import { Combobox } from "./combobox";
import { Messages } from "./event_form";
import { accounts } from "./searches";

interface Values {
  subject: string;
  due: string;
  owner: string;
  account: AccountRef | null;
  notes: string;
  isPrivate: boolean;
}

function valuesOf(task: Task | null, due: string | null): Values {
  return {
    subject: task?.subject ?? "",
    due: task?.due_on ?? due ?? "",
    owner: task?.owner.id ?? boot.me.id,
    account: task?.account ?? null,
    notes: task?.notes ?? "",
    isPrivate: task?.privacy === "private",
  };
}

export function TaskForm({ task, due }: { task: Task | null; due: string | null }) {
  const [values, setValues] = useState(() => valuesOf(task, due));
  const [errors, setErrors] = useState<Record<string, string[]>>({});
  const [problem, setProblem] = useState("");
  const [saving, setSaving] = useState(false);
  const key = useRef(newKey());
  const subject = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    subject.current?.focus();
  }, []);
  const set = (change: Partial<Values>): void => {
    setValues((now) => ({ ...now, ...change }));
  };
  const submit = async (): Promise<void> => {
    if (saving) return;
    if (!values.subject.trim()) {
      setErrors({ subject: [t.subjectMissing] });
      subject.current?.focus();
      return;
    }
    setSaving(true);
    const input = {
      subject: values.subject.trim(),
      due_on: values.due || null,
      owner_id: values.owner,
      account_id: values.account?.id ?? null,
      notes: values.notes,
      privacy: values.isPrivate ? ("private" as const) : ("normal" as const),
    };
    try {
      await (task ? saveTask(task, input) : createTask(input, key.current));
      closeSheet();
    } catch (error) {
      setErrors(error instanceof Refused ? error.fields : {});
      setProblem(error instanceof Refused && Object.keys(error.fields).length ? "" : whyNot(error));
      key.current = newKey();
    } finally {
      setSaving(false);
    }
  };
  const owners = boot.users.filter((user) => (user.active && user.edits_calendar) || user.id === values.owner);
  return (
    <SheetFrame
      title={task ? t.editTask : t.newTask}
      onKeyDown={(happening) => {
        if (happening.key === "Enter" && (happening.ctrlKey || happening.metaKey)) void submit();
      }}
      foot={
        <>
          {task?.can_edit ? (
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
          ) : null}
          <span class="grow" />
          <button type="button" class="button" onClick={closeSheet}>
            {t.cancel}
          </button>
          <button type="submit" form="task-form" class="button button--primary" aria-busy={saving}>
            {saving ? t.saving : t.saveTask}
          </button>
        </>
      }
    >
      <form
        id="task-form"
        class="form"
        noValidate
        onSubmit={(happening) => {
          happening.preventDefault();
          void submit();
        }}
      >
        {problem ? (
          <p class="notice notice--wrong" role="alert">
            <Icon name="warning" />
            <span>{problem}</span>
          </p>
        ) : null}
        <div class={errors["subject"] ? "field field--wrong" : "field"}>
          <input
            ref={subject}
            class="input input--large"
            aria-label={t.subject}
            aria-required="true"
            aria-invalid={Boolean(errors["subject"])}
            placeholder={t.taskSubject}
            maxLength={255}
            autocomplete="off"
            value={values.subject}
            onInput={(happening) => {
              set({ subject: happening.currentTarget.value });
            }}
          />
          <Messages of={errors["subject"]} />
        </div>
        <label class="field">
          <span class="field__label">{t.due}</span>
          <input
            class="input"
            type="date"
            value={values.due}
            onChange={(happening) => {
              set({ due: happening.currentTarget.value });
            }}
          />
          <Messages of={errors["due_on"]} />
        </label>
        <div class="field">
          <span class="field__label">{t.account}</span>
          {values.account ? (
            <span class="chip chip--on">
              <span class="chip__text">{values.account.name}</span>
              <button
                type="button"
                class="chip__remove"
                aria-label={fill(t.remove, { name: values.account.name })}
                onClick={() => {
                  set({ account: null });
                }}
              >
                <Icon name="close" small />
              </button>
            </span>
          ) : (
            <Combobox
              label={t.account}
              placeholder={t.searchAccount}
              search={accounts}
              onPick={({ id, name, city }) => {
                set({ account: { id, name, city } });
              }}
            />
          )}
        </div>
        <label class="field">
          <span class="field__label">{t.owner}</span>
          <select
            class="input"
            value={values.owner}
            disabled={owners.length < 2}
            onChange={(happening) => {
              set({ owner: happening.currentTarget.value });
            }}
          >
            {owners.map((user) => (
              <option key={user.id} value={user.id}>
                {user.is_me ? `${user.name} (${t.me})` : user.name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="field__label">{t.notes}</span>
          <textarea
            class="input"
            value={values.notes}
            onInput={(happening) => {
              set({ notes: happening.currentTarget.value });
            }}
          />
          <Messages of={errors["notes"]} />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={values.isPrivate}
            onChange={(happening) => {
              set({ isPrivate: happening.currentTarget.checked });
            }}
          />
          <span>{t.private}</span>
        </label>
      </form>
    </SheetFrame>
  );
}
