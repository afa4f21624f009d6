/** Sending a form: once at a time, under one key until it is answered, refusals beside their fields. */

import { useRef, useState } from "preact/hooks";
import { newKey, Refused } from "../api/http";
import { whyNot } from "../state/wording";
import type { Errors } from "./field_errors";

export interface Sending {
  errors: Errors;
  problem: string;
  saving: boolean;
  submit: () => Promise<void>;
}

interface Plan {
  /** The form's id. */
  id: string;
  /** The fields beside which an error can stand; others are said above the form. */
  fields: readonly string[];
  /** What is missing or wrong before anything is sent. */
  check: () => Errors;
  send: (key: string) => Promise<void>;
  /** Whether the refusal is settled elsewhere. */
  settles?: (refusal: Refused) => boolean;
}

/** What stands in the focused field and was not yet taken over, as a time is only when one leaves it. */
function takeOver(form: HTMLFormElement): void {
  const field = document.activeElement;
  if (field instanceof HTMLInputElement && form.contains(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The fields themselves say what is wrong with them, by the event "invalid". */
function isWhole(form: HTMLFormElement): boolean {
  if (form.checkValidity()) return true;
  form.querySelector<HTMLElement>(":is(input, select, textarea):invalid")?.focus();
  return false;
}

export function useSending({ id, fields, check, send, settles }: Plan): Sending {
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState("");
  const [saving, setSaving] = useState(false);
  const key = useRef(newKey());
  const busy = useRef(false);

  const refused = (error: unknown): void => {
    // What was sent and refused was not done: another try is another request. Unanswered, it may have been.
    if (error instanceof Refused) key.current = newKey();
    if (error instanceof Refused && settles?.(error)) return;
    const found = error instanceof Refused ? error.fields : {};
    setErrors(found);
    const unplaced = Object.entries(found).flatMap(([name, texts]) => (fields.includes(name) ? [] : texts));
    setProblem(unplaced[0] ?? (Object.keys(found).length ? "" : whyNot(error)));
  };

  const submit = async (): Promise<void> => {
    const form = document.getElementById(id);
    if (busy.current || !(form instanceof HTMLFormElement)) return;
    takeOver(form);
    const missing = check();
    setErrors(missing);
    setProblem("");
    if (Object.keys(missing).length) form.querySelector<HTMLElement>(`[name="${Object.keys(missing)[0] ?? ""}"]`)?.focus();
    if (!isWhole(form) || Object.keys(missing).length) return;
    busy.current = true;
    setSaving(true);
    try {
      await send(key.current);
    } catch (error) {
      refused(error);
    } finally {
      busy.current = false;
      setSaving(false);
    }
  };
  return { errors, problem, saving, submit };
}
