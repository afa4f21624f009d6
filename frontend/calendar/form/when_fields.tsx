/** Day, start, end, zone and all day: one line that reads as a sentence. */

import { useState } from "preact/hooks";
import { boot } from "../boot";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { cityOf, instantsOf, minutesBetween, type Wall } from "../time/zones";
import { durationPhrase, offsetName, shortDay } from "../time/phrases";
import { DayField, TimeField } from "./clock_fields";
import { Combobox } from "./combobox";
import { FieldErrors, type Errors } from "./field_errors";
import { zonesFor } from "./searches";
import { endsBeforeStart, momentOf, startAt, type EventForm } from "./values";

interface Props {
  form: EventForm;
  change: (next: EventForm) => void;
  errors: Errors;
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
  const twoDays = several || form.allDay || startDay !== endDay;
  const setEnd = (wall: Wall): void => {
    change({ ...form, end: wall, endMoment: null });
  };
  const minutes = form.allDay ? 0 : Math.round((momentOf(form, "end") - momentOf(form, "start")) / 60_000);
  const messages = [...(errors["start"] ?? []), ...(errors["end"] ?? []), ...(errors["time_zone"] ?? [])];
  return (
    <fieldset class="when">
      <legend class="visually-hidden">{t.when}</legend>
      <div class="when__line">
        <DayField
          class="when__date"
          label={twoDays ? t.startDate : t.date}
          required
          invalid={Boolean(errors["start"])}
          value={startDay}
          onDay={(day) => {
            change(startAt(form, `${day}T${form.start.slice(11)}`));
          }}
        />
        {form.allDay ? null : (
          <TimeField
            id="event-start"
            label={t.startTime}
            value={form.start.slice(11)}
            invalid={Boolean(errors["start"])}
            onTime={(time) => {
              change(startAt(form, `${startDay}T${time}`));
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
        {twoDays ? (
          <DayField
            class="when__date"
            label={t.endDate}
            required
            invalid={wrongOrder || Boolean(errors["end"])}
            value={endDay}
            onDay={(day) => {
              setEnd(`${day}T${form.end.slice(11)}`);
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
      <FieldErrors of={messages} />
    </fieldset>
  );
}
