/** A line to note a reminder in; free again at once, while what it held is sent. */

import { useRef, useState } from "preact/hooks";
import { DayField } from "../form/clock_fields";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { useCell } from "../state/cell";
import { forgetUnsent, note, sendAgain, unsent, type Unsent } from "../state/unsent";

function UnsentLine({ line }: { line: Unsent }) {
  return (
    <li class="notice notice--wrong">
      <span class="grow">
        <strong>{line.subject}</strong>
        <br />
        <span class="small">{line.why}</span>
      </span>
      <button type="button" class="button button--link" onClick={() => void sendAgain(line)}>
        {t.retry}
      </button>
      <button
        type="button"
        class="button button--quiet button--icon"
        aria-label={fill(t.remove, { name: line.subject })}
        onClick={() => {
          forgetUnsent(line.key);
        }}
      >
        <Icon name="close" small />
      </button>
    </li>
  );
}

export function QuickTask() {
  const [subject, setSubject] = useState("");
  const [due, setDue] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const failed = useCell(unsent).filter((line) => line.why);
  const submit = (): void => {
    if (!subject.trim() || !form.current?.checkValidity()) return;
    note(subject.trim(), due || null);
    setSubject("");
    setDue("");
    input.current?.focus();
  };
  return (
    <>
      <form
        ref={form}
        class="quick-task"
        noValidate
        onSubmit={(happening) => {
          happening.preventDefault();
          submit();
        }}
      >
        <input
          ref={input}
          class="input"
          aria-label={t.addTask}
          placeholder={t.addTask}
          value={subject}
          onInput={(happening) => {
            setSubject(happening.currentTarget.value);
          }}
        />
        {subject ? (
          <>
            <DayField class="quick-task__due" label={t.due} value={due} onDay={setDue} />
            <button type="submit" class="button button--primary button--icon" aria-label={t.addTask}>
              <Icon name="plus" />
            </button>
          </>
        ) : null}
      </form>
      {failed.length ? (
        <ul class="stack stack--tight unsent" role="alert">
          {failed.map((line) => (
            <UnsentLine key={line.key} line={line} />
          ))}
        </ul>
      ) : null}
    </>
  );
}
