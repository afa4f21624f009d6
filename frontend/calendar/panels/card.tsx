/** The small card beside an event, a reminder, or a free slot. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { events as calls } from "../api/calls";
import { Refused } from "../api/http";
import type { CalendarEvent, Task } from "../api/shapes";
import { boot } from "../boot";
import { formOf } from "../form/values";
import { Icon } from "../icon";
import { t } from "../messages";
import { sentence } from "../repeat/phrase";
import { useCell } from "../state/cell";
import { remove } from "../state/changes";
import { feed, taskList } from "../state/feed";
import { keyOf, pageOf, type Key } from "../state/occurrence";
import { card, openSheet, type Card as Open } from "../state/screens";
import { removeTask, toggle } from "../state/task_changes";
import { say } from "../state/toasts";
import { todayIn, view } from "../state/view";
import { whyNot } from "../state/wording";
import { shortDay, whenInOwnZone, whenPhrase } from "../time/phrases";
import { answerSign } from "./answers";
import { usePlaced } from "./placed";
import { QuickCard } from "./quick_card";

export async function editEvent(key: Key): Promise<void> {
  card.set(null);
  try {
    const base = await calls.get(key, view.value.zone);
    openSheet({ kind: "event", base, form: formOf(base) });
  } catch (error) {
    say(error instanceof Refused && error.status === 404 ? t.gone : whyNot(error), "wrong");
  }
}

/** How it repeats, as soon as that is known. */
function Repeats({ event }: { event: CalendarEvent }) {
  const [text, setText] = useState(t.repeats);
  useEffect(() => {
    calls.get(keyOf(event), view.value.zone).then(
      ({ recurrence_text: found }) => {
        if (found) setText(sentence(found));
      },
      () => undefined,
    );
  }, [event]);
  return (
    <li>
      <Icon name="repeat" small />
      <span>{text}</span>
    </li>
  );
}

function EventCard({ event }: { event: CalendarEvent }) {
  const zone = view.value.zone;
  const today = todayIn(zone);
  const own = whenInOwnZone(event, zone, today);
  const shown = whenPhrase(event, zone, today);
  return (
    <>
      <h2 class="event-card__title">
        <span class={`dot type-${event.type?.colour ?? "slate"}`} />
        {event.hidden ? (
          <span>{event.subject}</span>
        ) : (
          <a
            href={pageOf(event)}
            onClick={(happening) => {
              if (happening.metaKey || happening.ctrlKey) return;
              happening.preventDefault();
              openSheet({ kind: "details", key: keyOf(event) });
            }}
          >
            {event.subject}
          </a>
        )}
      </h2>
      <ul class="event-card__facts">
        <li>
          <Icon name="clock" small />
          <span>
            {shown}
            {own === shown ? null : <span class="soft"> · {own}</span>}
          </span>
        </li>
        {event.recurrence_id && !event.hidden ? <Repeats event={event} /> : null}
        {event.type ? (
          <li>
            <Icon name={event.type.is_video ? "video" : event.type.icon} small />
            <span>
              {event.type.name}
              {event.privacy === "private" ? ` · ${t.private}` : ""}
            </span>
          </li>
        ) : null}
        {event.account ? (
          <li>
            <Icon name="building" small />
            <a href={`/accounts/${event.account.id}/`}>{[event.account.name, event.account.city].filter(Boolean).join(", ")}</a>
          </li>
        ) : null}
        {event.place && event.place.source === "event" ? (
          <li>
            <Icon name="pin" small />
            <span>{event.place.address}</span>
          </li>
        ) : null}
        {event.participants.length ? (
          <li>
            <Icon name="people" small />
            <span>
              {event.participants
                .slice(0, 4)
                .map((one) => `${answerSign(one.answer)}\u00a0${one.name || one.email}`)
                .join(", ")}
              {event.participants.length > 4 ? ` +${String(event.participants.length - 4)}` : ""}
            </span>
          </li>
        ) : null}
        {event.owner.id === boot.me.id ? null : (
          <li>
            <Icon name="person" small />
            <span>{event.owner.name}</span>
          </li>
        )}
      </ul>
      {event.hidden ? null : (
        <div class="event-card__verbs">
          <button type="button" class="button" onClick={() => { openSheet({ kind: "details", key: keyOf(event) }); }}>
            {t.open}
          </button>
          {event.can_edit ? (
            <>
              <button type="button" class="button" onClick={() => void editEvent(keyOf(event))}>
                <Icon name="edit" small /> {t.edit}
              </button>
              <button
                type="button"
                class="button button--quiet button--icon"
                aria-label={t.delete}
                title={t.delete}
                onClick={() => {
                  void remove(event, () => { card.set(null); });
                }}
              >
                <Icon name="trash" />
              </button>
            </>
          ) : null}
        </div>
      )}
    </>
  );
}

function TaskCard({ task }: { task: Task }) {
  return (
    <>
      <h2 class="event-card__title">
        <Icon name="tasks" /> <span>{task.subject}</span>
      </h2>
      <ul class="event-card__facts">
        <li>
          <Icon name="calendar" small />
          <span>{task.due_on ? shortDay(task.due_on, todayIn(boot.me.time_zone)) : t.noDue}</span>
        </li>
        {task.account ? (
          <li>
            <Icon name="building" small />
            <a href={`/accounts/${task.account.id}/`}>{task.account.name}</a>
          </li>
        ) : null}
      </ul>
      {task.can_edit ? (
        <div class="event-card__verbs">
          <button
            type="button"
            class="button"
            onClick={() => {
              card.set(null);
              void toggle(task);
            }}
          >
            <Icon name="check" small /> {task.done_at ? t.notDone : t.isDone}
          </button>
          <button type="button" class="button" onClick={() => { openSheet({ kind: "task", task, due: null }); }}>
            <Icon name="edit" small /> {t.edit}
          </button>
          <button
            type="button"
            class="button button--quiet button--icon"
            aria-label={t.delete}
            title={t.delete}
            onClick={() => {
              card.set(null);
              void removeTask(task);
            }}
          >
            <Icon name="trash" />
          </button>
        </div>
      ) : null}
    </>
  );
}

function nameOf(open: Open, event: CalendarEvent | undefined, task: Task | undefined): string {
  if (open.kind === "quick") return t.newEvent;
  return (open.kind === "event" ? event?.subject : task?.subject) ?? "";
}

export function Card() {
  const open = useCell(card);
  const { events } = useCell(feed);
  const { tasks } = useCell(taskList);
  const box = useRef<HTMLDivElement>(null);
  usePlaced(box, open?.anchor ?? null, "beside");
  const event = open?.kind === "event" ? events.find((one) => keyOf(one) === open.key) : undefined;
  const task = open?.kind === "task" ? tasks.find((one) => one.id === open.id) : undefined;
  const alive = open?.kind === "quick" || event !== undefined || task !== undefined;

  useLayoutEffect(() => {
    if (!open || !alive) return undefined;
    const before = document.activeElement as HTMLElement | null;
    if (open.kind !== "quick") box.current?.focus({ preventScroll: true });
    const outside = (happening: PointerEvent): void => {
      if (!box.current?.contains(happening.target as Node)) card.set(null);
    };
    // The click that opened it must not close it.
    const timer = setTimeout(() => {
      document.addEventListener("pointerdown", outside);
    });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerdown", outside);
      if (document.activeElement === document.body && before?.isConnected) before.focus({ preventScroll: true });
    };
  }, [open, alive]);

  if (!open || !alive) return null;
  return (
    <div
      ref={box}
      class={`popover calendar-card calendar-card--${open.kind}`}
      role="dialog"
      aria-label={nameOf(open, event, task)}
      tabIndex={-1}
      onKeyDown={(happening) => {
        if (happening.key === "Escape") {
          happening.preventDefault();
          happening.stopPropagation();
          card.set(null);
        }
      }}
    >
      {open.kind === "quick" ? <QuickCard key={open.key} open={open} /> : null}
      {event ? <EventCard event={event} /> : null}
      {task ? <TaskCard task={task} /> : null}
    </div>
  );
}
