/** Create or change an event: a side sheet, the whole screen on the phone. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { newKey, Refused } from "../api/http";
import type { EventDetail } from "../api/shapes";
import { boot, colleague } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { SheetFrame } from "../panels/sheet_frame";
import { create, save, whyNot } from "../state/changes";
import { closeSheet, openSheet } from "../state/screens";
import { wallAt } from "../time/zones";
import { AlertsField } from "./alerts_field";
import { Combobox } from "./combobox";
import { useBusy, type Busy } from "./double_booking";
import { draftOf, forgetDraft, keepDraft } from "./drafts";
import { PeopleField } from "./people_field";
import { PlaceField } from "./place_field";
import { RareFields } from "./rare_fields";
import { accounts, opportunitiesOf } from "./searches";
import { endsBeforeStart, type EventForm as Values } from "./values";
import { WhenFields } from "./when_fields";

type Errors = Record<string, string[]>;

interface Props {
  base: EventDetail | null;
  initial: Values;
}

function TypeRow({ form, change }: { form: Values; change: (next: Values) => void }) {
  const types = boot.activity_types.filter((type) => type.active || type.id === form.typeId);
  return (
    <fieldset class="field">
      <legend class="field__label">{t.type}</legend>
      <div class="type-row">
        {types.map((type) => (
          <label key={type.id} class={`type-choice type-${type.colour}`}>
            <input
              type="radio"
              name="type"
              value={type.id}
              checked={form.typeId === type.id}
              onChange={() => {
                change({ ...form, typeId: type.id });
              }}
            />
            <Icon name={type.icon} small />
            <span>{type.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Chosen({ label, name, meta, onRemove }: { label: string; name: string; meta?: string; onRemove: () => void }) {
  return (
    <span class="chip chip--on" aria-label={`${label}: ${name}`}>
      <span class="chip__text">
        {name}
        {meta ? <span class="soft"> · {meta}</span> : null}
      </span>
      <button type="button" class="chip__remove" aria-label={fill(t.remove, { name })} onClick={onRemove}>
        <Icon name="close" small />
      </button>
    </span>
  );
}

function AccountFields({ form, change, errors }: { form: Values; change: (next: Values) => void; errors: Errors }) {
  return (
    <div class="form__row">
      <div class="field">
        <span class="field__label">{t.account}</span>
        {form.account ? (
          <Chosen
            label={t.account}
            name={form.account.name}
            meta={form.account.city}
            onRemove={() => {
              change({ ...form, account: null });
            }}
          />
        ) : (
          <Combobox
            label={t.account}
            placeholder={t.searchAccount}
            search={accounts}
            invalid={Boolean(errors["account_id"])}
            onPick={({ id, name, city }) => {
              change({ ...form, account: { id, name, city } });
            }}
          />
        )}
        <Messages of={errors["account_id"]} />
      </div>
      <div class="field">
        <span class="field__label">{t.opportunity}</span>
        {form.opportunity ? (
          <Chosen
            label={t.opportunity}
            name={form.opportunity.name}
            onRemove={() => {
              change({ ...form, opportunity: null });
            }}
          />
        ) : (
          <Combobox
            label={t.opportunity}
            placeholder={t.searchOpportunity}
            search={opportunitiesOf(form.account?.id ?? null)}
            eager={form.account !== null}
            onPick={(opportunity) => {
              change({ ...form, opportunity });
            }}
          />
        )}
        <Messages of={errors["opportunity_id"]} />
      </div>
    </div>
  );
}

export function Messages({ of }: { of: string[] | undefined }) {
  return (
    <>
      {(of ?? []).map((message) => (
        <p key={message} class="field__error">
          <Icon name="warning" /> {message}
        </p>
      ))}
    </>
  );
}

function BusyNotice({ form, busy }: { form: Values; busy: Busy }) {
  const taken = busy.get(form.ownerId);
  if (!taken) return null;
  const name = colleague(form.ownerId)?.name ?? "";
  const time = wallAt(Date.parse(taken.end), form.zone).slice(11);
  return (
    <p class="notice notice--late" role="status">
      <Icon name="warning" />
      <span>
        {fill(taken.hidden ? t.busyHidden : t.busyUntil, { name, subject: taken.subject, time })}
        {boot.double_booking === "refuse" ? ` ${t.refusedDouble}` : ""}
      </span>
    </p>
  );
}

const SHOWN = ["subject", "start", "end", "time_zone", "account_id", "opportunity_id", "participants", "notes", "other_address", "alerts", "owner_id"];

function useEventForm({ base, initial }: Props) {
  const [form, setForm] = useState(initial);
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState("");
  const [saving, setSaving] = useState(false);
  const key = useRef(newKey());
  const dirty = useRef(false);

  const change = (next: Values): void => {
    dirty.current = true;
    setForm(next);
    keepDraft(base?.id ?? null, { form: next, version: base?.version ?? null });
  };

  const refused = (error: unknown): void => {
    if (error instanceof Refused && error.status === 412 && error.current && base) {
      openSheet({ kind: "clash", clash: { base, mine: form, theirs: error.current as EventDetail } });
      return;
    }
    const fields = error instanceof Refused ? error.fields : {};
    setErrors(fields);
    const unplaced = Object.entries(fields).flatMap(([name, texts]) => (SHOWN.includes(name) ? [] : texts));
    setProblem(unplaced[0] ?? (Object.keys(fields).length ? "" : whyNot(error)));
    // What was sent and refused was not done: another try is another request.
    if (error instanceof Refused) key.current = newKey();
  };

  const submit = async (): Promise<void> => {
    if (saving) return;
    const missing: Errors = {};
    if (!form.subject.trim()) missing["subject"] = [t.subjectMissing];
    if (Object.keys(missing).length || endsBeforeStart(form)) {
      setErrors(missing);
      document.getElementById(missing["subject"] ? "event-subject" : "event-end")?.focus();
      return;
    }
    setSaving(true);
    setErrors({});
    setProblem("");
    try {
      await (base ? save(base, form) : create(form, key.current));
      forgetDraft(base?.id ?? null);
      closeSheet();
    } catch (error) {
      refused(error);
    } finally {
      setSaving(false);
    }
  };
  return { form, change, errors, problem, saving, submit };
}

export function EventForm({ base, initial }: Props) {
  const kept = useRef(draftOf(base?.id ?? null));
  const stale = base !== null && kept.current?.version !== base.version;
  const restorable = kept.current !== null && !stale && JSON.stringify(kept.current.form) !== JSON.stringify(initial);
  const [restored, setRestored] = useState(restorable && (base !== null || initial.subject === ""));
  const first = restored && kept.current ? kept.current.form : initial;
  return (
    <Fields
      key={restored ? "restored" : "fresh"}
      base={base}
      // The slot that was clicked is meant; the rest of the draft is kept.
      initial={restored && !base ? { ...first, allDay: initial.allDay, start: initial.start, end: initial.end, zone: initial.zone, startMoment: null, endMoment: null } : first}
      afresh={
        restored
          ? () => {
              forgetDraft(base?.id ?? null);
              setRestored(false);
            }
          : null
      }
    />
  );
}

function Fields({ base, initial, afresh }: Props & { afresh: (() => void) | null }) {
  const { form, change, errors, problem, saving, submit } = useEventForm({ base, initial });
  const busy = useBusy(form, base?.id ?? null);
  const subject = useRef<HTMLInputElement>(null);
  // Before the next key arrives: what is typed on is the subject.
  useLayoutEffect(() => {
    subject.current?.focus();
  }, []);
  const keyed = (happening: KeyboardEvent): void => {
    if (happening.key === "Enter" && (happening.ctrlKey || happening.metaKey)) {
      happening.preventDefault();
      void submit();
    }
  };
  return (
    <SheetFrame
      title={base ? t.editEvent : t.newEvent}
      onKeyDown={keyed}
      foot={
        <>
          <button type="button" class="button" onClick={closeSheet}>
            {t.cancel}
          </button>
          <button type="submit" form="event-form" class="button button--primary" aria-busy={saving} title="Ctrl + Enter">
            {saving ? t.saving : t.saveEvent}
          </button>
        </>
      }
    >
      <form
        id="event-form"
        class="form"
        noValidate
        onSubmit={(happening) => {
          happening.preventDefault();
          void submit();
        }}
      >
        {afresh ? (
          <p class="notice">
            <Icon name="history" />
            <span class="grow">{t.draftKept}</span>
            <button type="button" class="button button--link" onClick={afresh}>
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
        <div class={errors["subject"] ? "field field--wrong" : "field"}>
          <input
            id="event-subject"
            ref={subject}
            class="input input--large"
            aria-label={t.subject}
            aria-required="true"
            aria-invalid={Boolean(errors["subject"])}
            placeholder={t.subjectAsk}
            maxLength={255}
            autocomplete="off"
            value={form.subject}
            onInput={(happening) => {
              change({ ...form, subject: happening.currentTarget.value });
            }}
          />
          <Messages of={errors["subject"]} />
        </div>
        <WhenFields form={form} change={change} errors={errors} />
        <BusyNotice form={form} busy={busy} />
        <TypeRow form={form} change={change} />
        <AccountFields form={form} change={change} errors={errors} />
        <PeopleField
          people={form.participants}
          busy={busy}
          errors={errors["participants"] ?? []}
          change={(participants) => {
            change({ ...form, participants });
          }}
        />
        <PlaceField form={form} change={change} errors={errors["other_address"] ?? []} />
        <AlertsField
          alerts={form.alerts}
          allDay={form.allDay}
          change={(alerts) => {
            change({ ...form, alerts });
          }}
        />
        <Messages of={errors["alerts"]} />
        <div class="field">
          <label class="field__label" for="event-notes">
            {t.notes}
          </label>
          <textarea
            id="event-notes"
            class="input"
            value={form.notes}
            onInput={(happening) => {
              change({ ...form, notes: happening.currentTarget.value });
            }}
          />
          <Messages of={errors["notes"]} />
        </div>
        <RareFields form={form} change={change} errors={errors} isNew={base === null} />
      </form>
    </SheetFrame>
  );
}

