/** What the form of an event and that of a reminder share: the sheet, its subject on top, the verbs at the foot. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../icon";
import { t } from "../messages";
import { SheetFrame } from "../panels/sheet_frame";
import { closeSheet } from "../state/screens";
import { FieldErrors } from "./field_errors";
import type { Sending } from "./sending";

interface Props {
  id: string;
  title: string;
  saveLabel: string;
  sending: Sending;
  children: ComponentChildren;
  /** Verbs left of "cancel". */
  verbs?: ComponentChildren;
  /** Set when a draft was brought back: how to do without it. */
  startAfresh: (() => void) | null;
}

export function FormSheet({ id, title, saveLabel, sending, children, verbs, startAfresh }: Props) {
  const { saving, problem, submit } = sending;
  const keyed = (happening: KeyboardEvent): void => {
    if (happening.key !== "Enter" || !(happening.ctrlKey || happening.metaKey)) return;
    happening.preventDefault();
    void submit();
  };
  return (
    <SheetFrame
      title={title}
      onKeyDown={keyed}
      foot={
        <>
          {verbs}
          <button type="button" class="button" onClick={closeSheet}>
            {t.cancel}
          </button>
          <button type="submit" form={id} class="button button--primary" aria-busy={saving} title="Ctrl + Enter">
            {saving ? t.saving : saveLabel}
          </button>
        </>
      }
    >
      <form
        id={id}
        class="form"
        noValidate
        onSubmit={(happening) => {
          happening.preventDefault();
          void submit();
        }}
      >
        {startAfresh ? (
          <p class="notice">
            <Icon name="history" />
            <span class="grow">{t.draftKept}</span>
            <button type="button" class="button button--link" onClick={startAfresh}>
              {t.discardDraft}
            </button>
          </p>
        ) : null}
        {problem ? (
          <p class="notice notice--wrong" role="alert">
            <Icon name="warning" />
            <span>{problem}</span>
          </p>
        ) : null}
        {children}
      </form>
    </SheetFrame>
  );
}

interface SubjectProps {
  value: string;
  placeholder: string;
  errors: readonly string[] | undefined;
  change: (subject: string) => void;
}

export function SubjectField({ value, placeholder, errors, change }: SubjectProps) {
  const input = useRef<HTMLInputElement>(null);
  // Before the next key arrives: what is typed on is the subject.
  useLayoutEffect(() => {
    input.current?.focus();
  }, []);
  return (
    <div class={errors ? "field field--wrong" : "field"}>
      <input
        ref={input}
        class="input input--large"
        name="subject"
        aria-label={t.subject}
        aria-required="true"
        aria-invalid={Boolean(errors)}
        placeholder={placeholder}
        autocomplete="off"
        value={value}
        onInput={(happening) => {
          change(happening.currentTarget.value);
        }}
      />
      <FieldErrors of={errors} />
    </div>
  );
}

interface NotesProps {
  id: string;
  value: string;
  errors: readonly string[] | undefined;
  change: (notes: string) => void;
}

export function NotesField({ id, value, errors, change }: NotesProps) {
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {t.notes}
      </label>
      <textarea
        id={id}
        class="input"
        aria-invalid={Boolean(errors)}
        value={value}
        onInput={(happening) => {
          change(happening.currentTarget.value);
        }}
      />
      <FieldErrors of={errors} />
    </div>
  );
}
