/** A free slot, a subject, Enter. */

import { useState } from "preact/hooks";
import { newKey, Refused } from "../api/http";
import { boot, colleague } from "../boot";
import { draftName, draftOf, forgetDraft, keepDraft } from "../form/drafts";
import { inputOf, type EventForm } from "../form/values";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { create } from "../state/changes";
import { card, openSheet, sheet, type Card as Open } from "../state/screens";
import { say } from "../state/toasts";
import { todayIn, view } from "../state/view";
import { whyNot } from "../state/wording";
import { whenPhrase } from "../time/phrases";

type Quick = Open & { kind: "quick" };

/** A subject that was typed into a card and not saved: the next card begins with it, marked, to be typed over. */
const LEFT = "quick";

/** Go on in the whole form. */
function whole(form: EventForm): void {
  keepDraft<EventForm>(draftName("event", null), { form, base: null });
  forgetDraft(LEFT);
  openSheet({ kind: "event", base: null, form });
}

/** Nothing typed is lost: the card comes back with it, or the form where a field must be settled. */
function comeBack(open: Quick, form: EventForm, problem: unknown): void {
  const refused = problem instanceof Refused;
  const back = (): void => {
    if (refused && Object.keys(problem.fields).length) whole(form);
    // Unanswered, it keeps its key: the first try may have arrived.
    else card.set({ ...open, key: refused ? newKey() : open.key, form });
  };
  // Where something else is being written by now, that is not pushed away.
  const busy = card.value !== null || sheet.value !== null;
  if (busy) say(fill(t.notSavedNamed, { subject: form.subject, why: whyNot(problem) }), "wrong", { label: t.retry, run: back });
  else {
    say(whyNot(problem), "wrong");
    back();
  }
}

async function save(open: Quick, form: EventForm): Promise<void> {
  card.set(null);
  forgetDraft(LEFT);
  try {
    await create(form, open.key, t.eventCreated, true);
  } catch (problem) {
    comeBack(open, form, problem);
  }
}

function useSubject(form: EventForm) {
  const [left] = useState(() => (form.subject ? null : draftOf<string>(LEFT)));
  const [subject, setSubject] = useState(form.subject || (left?.form ?? ""));
  const change = (next: string): void => {
    setSubject(next);
    keepDraft<string>(LEFT, { form: next, base: null });
  };
  return { subject, change };
}

/** Once, as soon as the field is there: the next key is the subject's. */
function focusOnce(element: HTMLInputElement | null): void {
  if (!element || element.dataset["met"]) return;
  element.dataset["met"] = "yes";
  // Marked first: what is typed the moment it has the focus stays.
  if (element.value) element.select();
  element.focus({ preventScroll: true });
}

export function QuickCard({ open }: { open: Quick }) {
  const { form } = open;
  const { subject, change } = useSubject(form);
  const [error, setError] = useState("");
  const zone = view.value.zone;
  const input = inputOf({ ...form, subject: "-" });
  const spell = form.allDay
    ? { start: input.start, end: input.end, all_day: true }
    : { start: new Date(`${form.start}:00Z`).toISOString(), end: new Date(`${form.end}:00Z`).toISOString(), all_day: false };
  const owner = form.ownerId === boot.me.id ? "" : (colleague(form.ownerId)?.name ?? "");
  return (
    <form
      class="stack stack--tight"
      onSubmit={(happening) => {
        happening.preventDefault();
        if (subject.trim()) void save(open, { ...form, subject: subject.trim() });
        else setError(t.subjectMissing);
      }}
    >
      <input
        class="input"
        aria-label={t.subject}
        aria-invalid={Boolean(error)}
        placeholder={t.subjectAsk}
        autocomplete="off"
        ref={focusOnce}
        value={subject}
        onInput={(happening) => {
          change(happening.currentTarget.value);
          setError("");
        }}
      />
      {error ? <p class="field__error">{error}</p> : null}
      <p class="soft small">
        <Icon name="clock" small /> {whenPhrase(spell, form.allDay ? zone : "UTC", todayIn(zone))}
        {owner ? ` · ${owner}` : ""}
      </p>
      <div class="row row--apart">
        <button
          type="button"
          class="button button--quiet"
          onClick={() => {
            whole({ ...form, subject });
          }}
        >
          {t.more}
        </button>
        <button type="submit" class="button button--primary">
          {t.save}
        </button>
      </div>
    </form>
  );
}
