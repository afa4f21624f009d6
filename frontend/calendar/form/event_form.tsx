/** Create or change an event: a side sheet, the whole screen on the phone. */

import { useRef, useState } from "preact/hooks";
import type { EventDetail } from "../api/shapes";
import { boot } from "../boot";
import { t } from "../messages";
import { lineOf, sameLines } from "../repeat/rule";
import { following } from "../repeat/suiting";
import { create, save } from "../state/changes";
import { keyOf } from "../state/occurrence";
import { askScope, type Scope } from "../state/scope";
import { closeSheet, openSheet } from "../state/screens";
import { saveOccurrences } from "../state/series";
import { spoken } from "../state/wording";
import { AccountField, OpportunityField } from "./account_field";
import { AlertsField } from "./alerts_field";
import { FindTime } from "./availability";
import { BusyNotice } from "./busy_notice";
import { useBusy } from "./double_booking";
import { draftName, draftOf, forgetDraft, keepDraft } from "./drafts";
import { FieldErrors, type Errors } from "./field_errors";
import { FormSheet, NotesField, SubjectField } from "./form_sheet";
import { useValues, type Values } from "./form_values";
import { rebase } from "./merge";
import { PeopleField } from "./people_field";
import { PlaceField } from "./place_field";
import { RareFields } from "./rare_fields";
import { RepeatField } from "./repeat_field";
import { useSending, type Sending } from "./sending";
import { TypeRow } from "./type_row";
import { changesOf, composed, endsBeforeStart, formOf, isUntouched, WHEN, type EventForm as Form } from "./values";
import { WhenFields } from "./when_fields";

const FORM = "event-form";
const FIELDS = ["subject", "start", "end", "time_zone", "recurrence", "account_id", "opportunity_id", "participants", "notes", "other_address", "alerts", "owner_id"];

interface Props {
  base: EventDetail | null;
  initial: Form;
}

function nameOfDraft(base: EventDetail | null): string {
  return draftName("event", base && keyOf(base));
}

/** The rule follows its first day, where it is being composed. */
function inStep(before: Form, after: Form): Form {
  const repeat = composed(before, null);
  const [old, now] = [before.start.slice(0, 10), after.start.slice(0, 10)];
  if (!repeat || old === now) return after;
  return { ...after, repeat: { lines: [lineOf(following(repeat, old, now), boot.me.week_start)], text: "" } };
}

/** The draft that belongs here, on top of what the event is by now; null when there is none, or nothing in it. */
function restored({ base, initial }: Props): Form | null {
  const draft = draftOf<Form>(nameOfDraft(base));
  if (!draft) return null;
  if (!base) {
    // The slot that was clicked is meant; the rest of the draft is kept.
    const { allDay, start, end, zone } = initial;
    const typed = { ...initial, ...draft.form };
    const whole = inStep(typed, { ...typed, allDay, start, end, zone, startMoment: null, endMoment: null });
    return isUntouched(initial) && !isUntouched(whole) ? whole : null;
  }
  const now = formOf(base);
  // Opened with something else than what is saved, it is that which counts.
  if (!draft.base || JSON.stringify(now) !== JSON.stringify(initial)) return null;
  const whole = rebase(draft.base, draft.form, now, WHEN);
  return JSON.stringify(whole) === JSON.stringify(now) ? null : whole;
}

export function EventForm(props: Props) {
  const [draft, setDraft] = useState(() => restored(props));
  const afresh = (): void => {
    forgetDraft(nameOfDraft(props.base));
    setDraft(null);
  };
  return (
    <Fields key={draft ? "restored" : "fresh"} base={props.base} initial={draft ?? props.initial} startAfresh={draft ? afresh : null} />
  );
}

function isChanged(base: EventDetail, form: Form): boolean {
  return Object.keys(changesOf(formOf(base), form)).length > 0;
}

/** The rule of what is there already moves with it when all are moved, which is asked later. */
function isComposing(form: Form, base: EventDetail | null): boolean {
  return !base || !sameLines(form.repeat.lines, formOf(base).repeat.lines);
}

function wrongIn(form: Form, composing: boolean): Errors {
  const missing: Errors = {};
  if (!form.subject.trim()) missing["subject"] = [t.subjectMissing];
  const until = composing ? composed(form, null)?.until : null;
  if (until && until < form.start.slice(0, 10)) missing["recurrence"] = [t.endsBeforeFirst];
  return missing;
}

function useEventSending({ values: form, latest }: Values<Form>, base: EventDetail | null): Sending {
  const meant = useRef<Scope | null>(null);
  const saved = async (before: EventDetail | null, sent: Form, key: string): Promise<boolean> => {
    if (!before) await create(sent, key);
    else if (!before.recurrence_id || !isChanged(before, sent)) await save(before, sent);
    else {
      meant.current = await askScope("edit", sent.subject, spoken(before), isComposing(sent, before));
      if (!meant.current) return false;
      await saveOccurrences(before, sent, meant.current);
    }
    return true;
  };
  return useSending({
    id: FORM,
    fields: FIELDS,
    check: () => wrongIn(latest.current, isComposing(latest.current, base)),
    send: async (key) => {
      const sent = latest.current;
      if (!(await saved(base, sent, key))) return;
      forgetDraft(nameOfDraft(base));
      closeSheet();
    },
    settles: (refusal) => {
      if (refusal.status !== 412 || !refusal.current || !base) return false;
      const scope = meant.current ?? undefined;
      openSheet({ kind: "clash", clash: { base, mine: form, theirs: refusal.current as EventDetail, ...(scope && { scope }) } });
      return true;
    },
  });
}

function Fields({ base, initial, startAfresh }: Props & { startAfresh: (() => void) | null }) {
  const values = useValues(initial, (form) => {
    keepDraft<Form>(draftName("event", base?.id ?? null), { form, base: base && formOf(base) });
  });
  const { values: form, change } = values;
  const sending = useEventSending(values, base);
  const { errors } = sending;
  const busy = useBusy(form, base?.id ?? null);
  const composing = isComposing(form, base);
  const changeWhen = (next: Form): void => {
    change(composing ? inStep(form, next) : next);
  };
  const set = (part: Partial<Form>): void => {
    change({ ...form, ...part });
  };
  return (
    <FormSheet id={FORM} title={base ? t.editEvent : t.newEvent} saveLabel={t.saveEvent} sending={sending} startAfresh={startAfresh}>
      <SubjectField value={form.subject} placeholder={t.subjectAsk} errors={errors["subject"]} change={(subject) => { set({ subject }); }} />
      <WhenFields form={form} change={changeWhen} errors={errors} />
      <RepeatField form={form} first={composing ? null : (base?.recurrence_id ?? null)} errors={errors["recurrence"]} change={change} />
      {endsBeforeStart(form) ? null : <BusyNotice form={form} busy={busy} />}
      <TypeRow chosen={form.typeId} choose={(typeId) => { set({ typeId }); }} />
      <div class="form__row">
        <AccountField account={form.account} errors={errors["account_id"]} choose={(account) => { set({ account }); }} />
        <OpportunityField
          opportunity={form.opportunity}
          account={form.account}
          errors={errors["opportunity_id"]}
          choose={(opportunity) => { set({ opportunity }); }}
        />
      </div>
      <PeopleField people={form.participants} busy={busy} errors={errors["participants"] ?? []} change={(participants) => { set({ participants }); }} />
      <FindTime form={form} change={changeWhen} ownId={base?.id ?? null} />
      <PlaceField form={form} change={change} errors={errors["other_address"]} />
      <AlertsField alerts={form.alerts} allDay={form.allDay} change={(alerts) => { set({ alerts }); }} />
      <FieldErrors of={errors["alerts"]} />
      <NotesField id="event-notes" value={form.notes} errors={errors["notes"]} change={(notes) => { set({ notes }); }} />
      <RareFields form={form} change={change} errors={errors} isNew={base === null} />
    </FormSheet>
  );
}
