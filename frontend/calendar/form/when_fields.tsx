/** Day, start, end, zone and all day: one line that reads as a sentence. */

import { useLayoutEffect, useState } from "preact/hooks";
import { boot } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { cityOf, instantsOf, minutesBetween, type Wall } from "../time/zones";
import { durationPhrase, offsetName, shortDay } from "../time/phrases";
import { Combobox } from "./combobox";
import { zonesFor } from "./searches";
import { endsBeforeStart, momentOf, startAt, type EventForm } from "./values";

interface Props {
  form: EventForm;
  change: (next: EventForm) => void;
  errors: Record<string, string[]>;
}

/** "9", "930", "9h30", "9:30", "14.30" as "09:30"; null when it is no time. */
export function readTime(text: string): string | null {
  const found = /^\s*(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?|(\d{2}))?\s*$/.exec(text);
  if (!found) return null;
  const hours = Number(found[1]);
  const minutes = Number(found[2] ?? found[3] ?? "0");
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

const touch = matchMedia("(pointer: coarse)").matches;

function TimeField(props: { id: string; label: string; value: string; onTime: (time: string) => void; invalid: boolean }) {
  const [text, setText] = useState(props.value);
  const [unread, setUnread] = useState(false);
  // At once: what is typed next must not be overwritten by what was computed before.
  useLayoutEffect(() => {
    setText(props.value);
    setUnread(false);
  }, [props.value]);
  const settle = (raw: string): void => {
    const time = readTime(raw);
    setUnread(time === null);
    if (time !== null) {
      setText(time);
      if (time !== props.value) props.onTime(time);
    }
  };
  return (
    <span class="when__time">
      <input
        id={props.id}
        class="input"
        // The browser's own time field shows hours as the browser's language does, not the viewer's.
        type={touch ? "time" : "text"}
        inputMode="numeric"
        aria-label={props.label}
        aria-invalid={props.invalid || unread}
        autocomplete="off"
        value={text}
        onInput={(happening) => {
          setText(happening.currentTarget.value);
        }}
        onFocus={(happening) => {
          if (!touch) happening.currentTarget.select();
        }}
        onChange={(happening) => {
          settle(happening.currentTarget.value);
        }}
      />
      {unread ? <span class="field__error">{t.timeUnread}</span> : null}
    </span>
  );
}

/** An hour that the clocks show twice: which one is meant. */
function Twice({ form, which, change }: Props & { which: "start" | "end" }) {
  const instants = form.allDay ? [] : instantsOf(form[which], form.zone);
  if (instants.length < 2) return null;
  const key = which === "start" ? "startMoment" : "endMoment";
  const chosen = form[key] ? Date.parse(form[key]) : null;
  return (
    <div class="row" role="group" aria-label={which === "start" ? t.startTime : t.endTime}>
      {instants.map((instant, index) => (
        <button
          key={instant}
          type="button"
          class="button"
          aria-pressed={chosen === instant}
          onClick={() => {
            change({ ...form, [key]: new Date(instant).toISOString() });
          }}
        >
          {fill(index === 0 ? t.earlier : t.later, { time: form[which].slice(11), offset: offsetName(form.zone, instant) })}
        </button>
      ))}
    </div>
  );
}

export function WhenFields(props: Props) {
  const { form, change, errors } = props;
  const [zoneOpen, setZoneOpen] = useState(form.zone !== boot.me.time_zone);
  const [several, setSeveral] = useState(form.start.slice(0, 10) !== form.end.slice(0, 10));
  const [startDay, endDay] = [form.start.slice(0, 10), form.end.slice(0, 10)];
  const wrongOrder = endsBeforeStart(form);
  const setStart = (wall: Wall): void => {
    if (wall.length === 16) change(startAt(form, wall));
  };
  const setEnd = (wall: Wall): void => {
    if (wall.length !== 16) return;
    // An end earlier than the start, on the same day's line, means past midnight only when it was so already.
    change({ ...form, end: wall, endMoment: null });
  };
  const minutes = form.allDay ? 0 : Math.round((momentOf(form, "end") - momentOf(form, "start")) / 60_000);
  const messages = [...(errors["start"] ?? []), ...(errors["end"] ?? []), ...(errors["time_zone"] ?? [])];
  return (
    <fieldset class="when">
      <legend class="visually-hidden">{t.when}</legend>
      <div class="when__line">
        <input
          class="input when__date"
          type="date"
          aria-label={several || form.allDay ? t.startDate : t.date}
          aria-invalid={Boolean(errors["start"])}
          value={startDay}
          onChange={(happening) => {
            setStart(`${happening.currentTarget.value}T${form.start.slice(11)}`);
          }}
        />
        {form.allDay ? null : (
          <TimeField
            id="event-start"
            label={t.startTime}
            value={form.start.slice(11)}
            invalid={Boolean(errors["start"])}
            onTime={(time) => {
              setStart(`${startDay}T${time}`);
            }}
          />
        )}
        <span class="when__to">{form.allDay ? "–" : t.until}</span>
        {form.allDay ? null : (
          <TimeField
            id="event-end"
            label={t.endTime}
            value={form.end.slice(11)}
            invalid={wrongOrder || Boolean(errors["end"])}
            onTime={(time) => {
              setEnd(`${endDay}T${time}`);
            }}
          />
        )}
        {several || form.allDay ? (
          <input
            class="input when__date"
            type="date"
            aria-label={t.endDate}
            aria-invalid={wrongOrder || Boolean(errors["end"])}
            value={endDay}
            onChange={(happening) => {
              setEnd(`${happening.currentTarget.value}T${form.end.slice(11)}`);
            }}
          />
        ) : (
          <button
            type="button"
            class="button button--quiet button--icon"
            title={t.endDate}
            aria-label={t.endDate}
            onClick={() => {
              setSeveral(true);
            }}
          >
            <Icon name="calendar" />
          </button>
        )}
      </div>
      <Twice {...props} which="start" />
      {minutesBetween(form.start, form.end) === 0 ? null : <Twice {...props} which="end" />}
      <div class="when__line">
        <label class="check when__all-day">
          <input
            type="checkbox"
            checked={form.allDay}
            onChange={(happening) => {
              change({ ...form, allDay: happening.currentTarget.checked, startMoment: null, endMoment: null });
            }}
          />
          <span>{t.allDay}</span>
        </label>
        {form.allDay ? null : (
          <button
            type="button"
            class="button button--quiet when__zone"
            aria-expanded={zoneOpen}
            onClick={() => {
              setZoneOpen(!zoneOpen);
            }}
          >
            <Icon name="globe" small /> {cityOf(form.zone)} ({offsetName(form.zone, momentOf(form, "start"))})
          </button>
        )}
        <span class="soft small when__said">
          {form.allDay ? "" : `${shortDay(startDay)} · ${minutes > 0 ? fill(t.lasting, { duration: durationPhrase(minutes) }) : ""}`}
        </span>
      </div>
      {zoneOpen && !form.allDay ? (
        <Combobox
          label={t.timeZone}
          placeholder={t.searchZone}
          eager
          search={zonesFor(momentOf(form, "start"))}
          onPick={(zone) => {
            change({ ...form, zone, startMoment: null, endMoment: null });
          }}
        />
      ) : null}
      {wrongOrder ? <p class="field__error">{t.endsBefore}</p> : null}
      {messages.map((message) => (
        <p key={message} class="field__error">
          <Icon name="warning" /> {message}
        </p>
      ))}
    </fieldset>
  );
}
