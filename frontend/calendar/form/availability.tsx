/** Whoever is invited, side by side: who is busy on that day, where the event lies, and when all are free. */

import { boot, colleague, locale } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { FreeBoard } from "../panels/find_time";
import { FreeTimes } from "../panels/find_time_slots";
import { shortDay } from "../time/phrases";
import { instantOf, wallAt } from "../time/zones";
import { addDays } from "../time/dates";
import { useFreeBusy } from "./availability_asked";
import { dayStretch, isAtWork, isTaken, type FreeBusy, type Stretch } from "./availability_spans";
import { endsBeforeStart, momentOf, type EventForm } from "./values";

const MOST = 50;

interface Props {
  form: EventForm;
  change: (next: EventForm) => void;
  ownId: string | null;
}

/** The owner first, then the colleagues who did not say no. */
function peopleOf(form: EventForm): string[] {
  const invited = form.participants.filter((one) => one.user_id && one.answer !== "declined");
  const ids = [form.ownerId, ...invited.map((one) => one.user_id ?? "")];
  return [...new Set(ids)].filter((id) => colleague(id)).slice(0, MOST);
}

function stretchOfForm(form: EventForm): Stretch {
  if (!form.allDay) return { from: momentOf(form, "start"), to: momentOf(form, "end") };
  const [first, last] = [form.start.slice(0, 10), form.end.slice(0, 10)];
  return { from: instantOf(`${first}T00:00`, form.zone), to: instantOf(`${addDays(last, 1)}T00:00`, form.zone) };
}

function namesOf(people: readonly FreeBusy[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(people.map((one) => one.user.name));
}

/** Whether the time suits all, in words. */
function Verdict({ people, event, allDay }: { people: readonly FreeBusy[]; event: Stretch; allDay: boolean }) {
  const taken = people.filter((one) => isTaken(one, event));
  const away = allDay ? [] : people.filter((one) => !isTaken(one, event) && !isAtWork(one, event));
  const said = taken.length ? fill(taken.length > 1 ? t.busyThenMany : t.busyThen, { names: namesOf(taken) }) : t.allFreeThen;
  const late = taken.length > 0 && boot.double_booking !== "off";
  return (
    <p class={late ? "find-time__verdict late" : "find-time__verdict soft"} role="status">
      <Icon name={taken.length ? "warning" : "check"} small />
      <span>
        {said}
        {away.length ? ` ${fill(t.outsideHours, { names: namesOf(away) })}` : ""}
      </span>
    </p>
  );
}

export function FindTime(props: Props) {
  const people = peopleOf(props.form);
  if (people.length < 2 || endsBeforeStart(props.form)) return null;
  return <Shown {...props} people={people} />;
}

function Shown({ form, change, ownId, people }: Props & { people: string[] }) {
  const day = form.start.slice(0, 10);
  const who = { people, zone: form.zone, ownId };
  const { found, failed, retry } = useFreeBusy(who, day);
  const event = stretchOfForm(form);
  // Whoever was just removed goes at once; whoever was added comes with the answer.
  const rows = (found ?? []).filter((one) => people.includes(one.user.id));
  const put = ({ from, to }: Stretch): void => {
    const [start, end] = [from, to].map((at) => wallAt(at, form.zone));
    const [startMoment, endMoment] = [from, to].map((at) => new Date(at).toISOString());
    change({ ...form, start: start ?? form.start, end: end ?? form.end, startMoment: startMoment ?? null, endMoment: endMoment ?? null });
  };
  return (
    <section class="find-time" aria-labelledby="find-time-title">
      <h3 class="field__label" id="find-time-title">
        {fill(t.findTimeOn, { day: shortDay(day) })}
      </h3>
      {failed ? (
        <p class="notice" role="alert">
          <span class="grow">{t.availabilityUnread}</span>
          <button type="button" class="button button--link" onClick={retry}>
            {t.retry}
          </button>
        </p>
      ) : null}
      {rows.length ? (
        <>
          <FreeBoard rows={rows} event={event} day={dayStretch(day, form.zone)} zone={form.zone} put={form.allDay ? null : put} />
          <Verdict people={rows} event={event} allDay={form.allDay} />
        </>
      ) : failed ? null : (
        <div class="find-time__waiting skeleton" />
      )}
      {form.allDay ? null : <FreeTimes who={who} day={day} event={event} put={put} />}
    </section>
  );
}
