/** The small card beside an event, a reminder, or a free slot. */

import { useEffect, useRef, useState } from "preact/hooks";
import { events as calls } from "../api/calls";
import { newKey, Refused } from "../api/http";
import type { CalendarEvent, Task } from "../api/shapes";
import { boot, colleague } from "../boot";
import type { EventForm } from "../form/values";
import { formOf, inputOf } from "../form/values";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { useCell } from "../state/cell";
import { create, remove, whyNot } from "../state/changes";
import { feed, taskList } from "../state/feed";
import { card, openSheet, type Card as Open } from "../state/screens";
import { removeTask, toggle } from "../state/task_changes";
import { say } from "../state/toasts";
import { todayIn, view } from "../state/view";
import { shortDay, whenInOwnZone, whenPhrase } from "../time/phrases";
import { answerSign } from "./answers";
import { usePlaced } from "./placed";

export async function editEvent(id: string): Promise<void> {
  card.set(null);
  try {
    const base = await calls.get(id, view.value.zone);
    openSheet({ kind: "event", base, form: formOf(base) });
  } catch (error) {
    say(error instanceof Refused && error.status === 404 ? t.gone : whyNot(error), "wrong");
  }
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
            href={`/calendar/events/${event.id}/`}
            onClick={(happening) => {
              if (happening.metaKey || happening.ctrlKey) return;
              happening.preventDefault();
              openSheet({ kind: "details", id: event.id });
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
                .map((one) => `${answerSign(one.answer)} ${one.name || one.email}`)
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
          <button type="button" class="button" onClick={() => { openSheet({ kind: "details", id: event.id }); }}>
            {t.open}
          </button>
          {event.can_edit ? (
            <>
              <button type="button" class="button" onClick={() => void editEvent(event.id)}>
                <Icon name="edit" small /> {t.edit}
              </button>
              <button
                type="button"
                class="button button--quiet button--icon"
                aria-label={t.delete}
                title={t.delete}
                onClick={() => {
                  card.set(null);
                  void remove(event);
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
            <Icon name="check" small /> {fill(task.done_at ? t.markOpen : t.markDone, { subject: "" }).replace(/\s*:\s*$/, "")}
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

/** Subject, Enter, there it is. */
function QuickCard({ form }: { form: EventForm }) {
  const [subject, setSubject] = useState("");
  const [error, setError] = useState("");
  const key = useRef(newKey());
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
    const done = card.value;
    card.set(null);
    try {
      await create({ ...form, subject: subject.trim() }, key.current, t.eventCreated, true);
    } catch (problem) {
      // Nothing typed is lost: the card comes back with it, the form where a field must be settled.
      if (problem instanceof Refused && Object.keys(problem.fields).length) {
        say(whyNot(problem), "wrong");
        whole();
      } else {
        say(whyNot(problem), "wrong");
        card.set(done ? { ...done, form: { ...form, subject } } as Open : null);
      }
    }
  };
  useEffect(() => {
    setSubject(form.subject);
  }, [form]);
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
  const event = open?.kind === "event" ? events.find((one) => one.id === open.id) : undefined;
  const task = open?.kind === "task" ? tasks.find((one) => one.id === open.id) : undefined;
  const alive = open?.kind === "quick" || event !== undefined || task !== undefined;

  useEffect(() => {
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
      {open.kind === "quick" ? <QuickCard form={open.form} /> : null}
      {event ? <EventCard event={event} /> : null}
      {task ? <TaskCard task={task} /> : null}
    </div>
  );
}
