/** How an event repeats: the ways that suit its first day, or one composed; said in words while it is chosen. */

import { useState } from "preact/hooks";
import { boot } from "../boot";
import { Icon } from "../icon";
import { t } from "../messages";
import { repeatPhrase, sentence } from "../repeat/phrase";
import { lineOf, plain, WORK_DAYS, type Repeat } from "../repeat/rule";
import { firstFrom, isLastOfItsKind, leavesOut, monthlyChoices, ordinalOf } from "../repeat/suiting";
import { FieldErrors } from "./field_errors";
import { RepeatEnd } from "./repeat_end";
import { RepeatParts } from "./repeat_parts";
import { composed, NEVER, startAt, type EventForm } from "./values";

interface Props {
  form: EventForm;
  /** Of an occurrence that is edited: where it began by its rule. */
  first: string | null;
  errors: readonly string[] | undefined;
  change: (next: EventForm) => void;
}

/** What the form's rules say; of those that it cannot compose, the server's words. */
export function repetitionPhrase(form: EventForm, first: string | null = null): string {
  if (!form.repeat.lines.length) return t.repeatNever;
  if (form.repeat.text) return sentence(form.repeat.text);
  const repeat = composed(form, first);
  return repeat ? sentence(repeatPhrase(repeat)) : t.repeatKept;
}

/** The form that repeats so, beginning on a day that the rule means. */
export function repeating(form: EventForm, repeat: Repeat): EventForm {
  const day = form.start.slice(0, 10);
  const first = firstFrom(repeat, day);
  const moved = first === day ? form : startAt(form, `${first}T${form.start.slice(11)}`);
  return { ...moved, repeat: { lines: [lineOf(repeat, boot.me.week_start)], text: "" } };
}

/** The usual ways, by what they are worth as lines. */
function usual(day: string): Repeat[] {
  const weekly = plain("WEEKLY", day);
  const monthly = plain("MONTHLY", day);
  const suiting = monthlyChoices(day).slice(0, (ordinalOf(day) < 5 ? 2 : 1) + (isLastOfItsKind(day) ? 1 : 0));
  return [
    plain("DAILY", day),
    weekly,
    { ...weekly, days: WORK_DAYS },
    ...suiting.map((one) => ({ ...monthly, monthly: one })),
    { ...monthly, monthly: { kind: "workday", ordinal: -1 } as const },
    plain("YEARLY", day),
  ];
}

const CUSTOM = "custom";
const KEPT = "kept";

function withoutEnd(repeat: Repeat): string {
  return lineOf({ ...repeat, count: null, until: null }, boot.me.week_start);
}

export function RepeatField({ form, first, errors, change }: Props) {
  const [open, setOpen] = useState(false);
  const day = form.start.slice(0, 10);
  const repeat = composed(form, first);
  const kept = form.repeat.lines.length > 0 && repeat === null;
  const ways = usual(day);
  const known = repeat && !open ? ways.findIndex((one) => withoutEnd(one) === withoutEnd(repeat)) : -1;
  const chosen = kept ? KEPT : !repeat ? "" : known >= 0 ? String(known) : CUSTOM;
  const set = (next: Repeat): void => {
    change(repeating(form, next));
  };
  const choose = (value: string): void => {
    setOpen(value === CUSTOM);
    if (value === "") change({ ...form, repeat: NEVER });
    else if (value === CUSTOM) set(repeat ?? plain("WEEKLY", day));
    else {
      const way = ways[Number(value)];
      if (way) set({ ...way, count: repeat?.count ?? null, until: repeat?.until ?? null });
    }
  };
  return (
    <fieldset class={errors ? "repeat field field--wrong" : "repeat field"}>
      <legend class="visually-hidden">{t.repeat}</legend>
      <div class="repeat__line">
        <Icon name="repeat" small />
        <select
          class="input repeat__way"
          name="recurrence"
          aria-label={t.repeat}
          value={chosen}
          onChange={(happening) => {
            choose(happening.currentTarget.value);
          }}
        >
          <option value="">{t.repeatNever}</option>
          {kept ? <option value={KEPT}>{t.repeatKept}</option> : null}
          {ways.map((way, index) => (
            <option key={withoutEnd(way)} value={String(index)}>
              {sentence(repeatPhrase(way))}
            </option>
          ))}
          <option value={CUSTOM}>{t.repeatCustom}</option>
        </select>
      </div>
      {repeat && chosen === CUSTOM ? <RepeatParts repeat={repeat} day={day} change={set} /> : null}
      {repeat ? <RepeatEnd repeat={repeat} day={day} change={set} /> : null}
      {form.repeat.lines.length ? (
        <p class="repeat__said soft small" role="status">
          {repetitionPhrase(form, first)}
          {repeat && leavesOut(repeat) ? <span class="repeat__hint">{t.repeatLeavesOut}</span> : null}
        </p>
      ) : null}
      <FieldErrors of={errors} />
    </fieldset>
  );
}
