/** How an event looks in the grid: little, for there may be thousands. */

import type { CalendarEvent, Task } from "../api/shapes";
import { Icon } from "../icon";
import { fill, t } from "../messages";

export type Item = { kind: "event"; event: CalendarEvent } | { kind: "task"; task: Task };

export interface Setting {
  /** Whose event it is, said where several people's are shown. */
  owners: boolean;
  now: number;
  today: string;
}

export function subjectOf(event: CalendarEvent): string {
  return event.hidden ? event.subject || t.hiddenEvent : event.subject;
}

export function isPast(event: CalendarEvent, setting: Setting): boolean {
  return event.all_day ? event.end <= setting.today : Date.parse(event.end) <= setting.now;
}

export function classOf(item: Item, setting: Setting): string {
  if (item.kind === "task") {
    const { done_at, due_on } = item.task;
    const late = !done_at && due_on !== null && due_on < setting.today;
    return `ev ev--task${done_at ? " ev--done" : ""}${late ? " ev--late" : ""}`;
  }
  const { event } = item;
  let text = `ev type-${event.hidden ? "slate" : (event.type?.colour ?? "slate")}`;
  if (isPast(event, setting)) text += " ev--past";
  if (event.hidden) text += " ev--hidden";
  if (!event.busy) text += " ev--free";
  if (event.version === 0) text += " ev--new";
  if (event.status === "cancelled") text += " ev--cancelled";
  return text;
}

export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}

function Signs({ event }: { event: CalendarEvent }) {
  return (
    <>
      {event.type?.is_video ? <Icon name="video" small label={t.video} /> : null}
      {event.privacy === "private" && !event.hidden ? <Icon name="lock" small label={t.private} /> : null}
    </>
  );
}

/** After the subject, which needs the room more. */
function Repeats({ event }: { event: CalendarEvent }) {
  return event.recurrence_id ? (
    <span class="ev__repeats">
      <Icon name="repeat" small label={t.repeats} />
    </span>
  ) : null;
}

function Owner({ event, setting }: { event: CalendarEvent; setting: Setting }) {
  return setting.owners ? (
    <span class="ev__owner" title={event.owner.name}>
      {initials(event.owner.name)}
    </span>
  ) : null;
}

export function TaskFace({ task }: { task: Task }) {
  return (
    <span class="ev__line">
      <span class="ev__tick" title={fill(task.done_at ? t.markOpen : t.markDone, { subject: task.subject })}>
        {task.done_at ? <Icon name="check" small /> : null}
      </span>
      <span class="ev__subject">{task.subject}</span>
    </span>
  );
}

/** One line: month, whole days. */
export function LineFace({ event, time, setting }: { event: CalendarEvent; time: string; setting: Setting }) {
  return (
    <span class="ev__line">
      {time ? <span class="ev__time">{time}</span> : null}
      <Signs event={event} />
      <span class="ev__subject">{subjectOf(event)}</span>
      <Repeats event={event} />
      <Owner event={event} setting={setting} />
    </span>
  );
}

// From here on a subject may take several lines.
const TALL = 90 * 60_000;

/** A box whose height is time: day, week. */
export function BoxFace({ event, time, setting, short }: { event: CalendarEvent; time: string; setting: Setting; short: boolean }) {
  const tall = Date.parse(event.end) - Date.parse(event.start) >= TALL;
  return (
    <span class={short ? "ev__box ev__box--short" : tall ? "ev__box ev__box--tall" : "ev__box"}>
      <span class="ev__head">
        <Signs event={event} />
        <span class="ev__subject">{subjectOf(event)}</span>
        <Repeats event={event} />
        <Owner event={event} setting={setting} />
      </span>
      <span class="ev__time">{time}</span>
      {event.account && !short ? <span class="ev__account">{accountLine(event)}</span> : null}
    </span>
  );
}

export function accountLine(event: CalendarEvent): string {
  if (!event.account) return "";
  // Many subjects already name the account.
  const named = event.subject.toLowerCase().includes(event.account.name.toLowerCase());
  return [named ? "" : event.account.name, event.account.city].filter(Boolean).join(", ");
}

/** A line of the list: all that a morning's look needs. */
export function ListFace({ event, time, setting }: { event: CalendarEvent; time: string; setting: Setting }) {
  const meta = [event.account?.name, event.account?.city, setting.owners ? event.owner.name : ""].filter(Boolean).join(" · ");
  return (
    <span class="ev__listed">
      <span class="ev__time">{time}</span>
      <span class="ev__listed-text">
        <span class="ev__head">
          <Signs event={event} />
          <span class="ev__subject">{subjectOf(event)}</span>
          <Repeats event={event} />
        </span>
        {meta ? <span class="ev__account">{meta}</span> : null}
      </span>
    </span>
  );
}
