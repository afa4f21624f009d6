/** A free slot, a subject, Enter. */

import { useState } from "preact/hooks";
import { newKey, Refused } from "../api/http";
import { boot, colleague } from "../boot";
import { inputOf } from "../form/values";
import { Icon } from "../icon";
import { t } from "../messages";
import { create, whyNot } from "../state/changes";
import { card, openSheet, type Card as Open } from "../state/screens";
import { say } from "../state/toasts";
import { todayIn, view } from "../state/view";
import { whenPhrase } from "../time/phrases";

export function QuickCard({ open }: { open: Open & { kind: "quick" } }) {
  const { form } = open;
  const [subject, setSubject] = useState(form.subject);
  const [error, setError] = useState("");
  const zone = view.value.zone;
  const input = inputOf({ ...form, subject: "-" });
  const spell = form.allDay
    ? { start: input.start, end: input.end, all_day: true }
    : { start: new Date(`${form.start}:00Z`).toISOString(), end: new Date(`${form.end}:00Z`).toISOString(), all_day: false };
  const owner = form.ownerId === boot.me.id ? "" : (colleague(form.ownerId)?.name ?? "");
  const whole = (): void => {
    openSheet({ kind: "event", base: null, form: { ...form, subject } });
  };
  const submit = async (): Promise<void> => {
    if (!subject.trim()) {
      setError(t.subjectMissing);
      return;
    }
    card.set(null);
    try {
      await create({ ...form, subject: subject.trim() }, open.key, t.eventCreated, true);
    } catch (problem) {
      // Nothing typed is lost: the card comes back with it, the form where a field must be settled.
      // Unanswered, it keeps its key: the first try may have arrived.
      if (problem instanceof Refused && Object.keys(problem.fields).length) {
        say(whyNot(problem), "wrong");
        whole();
      } else {
        say(whyNot(problem), "wrong");
        card.set({ ...open, key: problem instanceof Refused ? newKey() : open.key, form: { ...form, subject } });
      }
    }
  };
  return (
    <form
      class="stack stack--tight"
      onSubmit={(happening) => {
        happening.preventDefault();
        void submit();
      }}
    >
      <input
        class="input"
        aria-label={t.subject}
        aria-invalid={Boolean(error)}
        placeholder={t.subjectAsk}
        maxLength={255}
        autocomplete="off"
        ref={(element) => {
          if (element && !element.dataset["met"]) {
            element.dataset["met"] = "yes";
            element.focus({ preventScroll: true });
          }
        }}
        value={subject}
        onInput={(happening) => {
          setSubject(happening.currentTarget.value);
          setError("");
        }}
      />
      {error ? <p class="field__error">{error}</p> : null}
      <p class="soft small">
        <Icon name="clock" small /> {whenPhrase(spell, form.allDay ? zone : "UTC", todayIn(zone))}
        {owner ? ` · ${owner}` : ""}
      </p>
      <div class="row row--apart">
        <button type="button" class="button button--quiet" onClick={whole}>
          {t.more}
        </button>
        <button type="submit" class="button button--primary">
          {t.save}
        </button>
      </div>
    </form>
  );
}
