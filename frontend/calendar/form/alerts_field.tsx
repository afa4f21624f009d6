/** The notices before an event. */

import type { Alert } from "../api/shapes";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { durationPhrase } from "../time/phrases";
import { TimeField } from "./clock_fields";
import { USUAL_ALERT } from "./values";

const MINUTES = [0, 5, 10, 15, 30, 60, 120, 1440, 2880, 10080];
const DAYS = [0, 1, 2, 7];
const DAY = 1440;

export function alertPhrase(alert: Alert, allDay: boolean): string {
  const channel = alert.channel === "email" ? `, ${t.byEmail}` : "";
  return (allDay ? dayPhrase(alert) : lead(alert.minutes_before)) + channel;
}

function lead(minutes: number): string {
  return minutes === 0 ? t.atStart : fill(t.before, { duration: durationPhrase(minutes) });
}

function dayPhrase(alert: Alert): string {
  const days = Math.round(alert.minutes_before / DAY);
  const day = days === 0 ? t.sameDay : days === 1 ? t.dayBefore : fill(t.daysBefore, { count: days });
  return `${day} ${t.at} ${(alert.at_time ?? "09:00").slice(0, 5)}`;
}

function dayName(days: number): string {
  return days === 0 ? t.sameDay : days === 1 ? t.dayBefore : fill(t.daysBefore, { count: days });
}

function Line({ alert, allDay, change, remove }: { alert: Alert; allDay: boolean; change: (next: Alert) => void; remove: () => void }) {
  const choices = allDay ? DAYS.map((days) => days * DAY) : MINUTES;
  const known = choices.includes(alert.minutes_before) ? choices : [...choices, alert.minutes_before].sort((a, b) => a - b);
  return (
    <li class="alerts__line">
      <Icon name="bell" small />
      <select
        class="input input--short"
        aria-label={t.alerts}
        value={String(alert.minutes_before)}
        onChange={(happening) => {
          change({ ...alert, minutes_before: Number(happening.currentTarget.value) });
        }}
      >
        {known.map((minutes) => (
          <option key={minutes} value={String(minutes)}>
            {allDay ? dayName(Math.round(minutes / DAY)) : lead(minutes)}
          </option>
        ))}
      </select>
      {allDay ? (
        <TimeField
          label={t.at}
          value={(alert.at_time ?? "09:00").slice(0, 5)}
          onTime={(time) => {
            change({ ...alert, at_time: time });
          }}
        />
      ) : null}
      <select
        class="input input--short"
        aria-label={t.alertChannel}
        value={alert.channel}
        onChange={(happening) => {
          change({ ...alert, channel: happening.currentTarget.value as Alert["channel"] });
        }}
      >
        <option value="in_app">{t.inApp}</option>
        <option value="email">{t.byEmail}</option>
      </select>
      <button
        type="button"
        class="button button--quiet button--icon"
        aria-label={fill(t.remove, { name: alertPhrase(alert, allDay) })}
        onClick={remove}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

export function AlertsField({ alerts, allDay, change }: { alerts: Alert[]; allDay: boolean; change: (alerts: Alert[]) => void }) {
  // Another alert at the same moment would say nothing new.
  const used = new Set(alerts.map((alert) => alert.minutes_before));
  const minutes = (allDay ? [DAY, 0, 2 * DAY, 7 * DAY] : [USUAL_ALERT.minutes_before, 60, DAY, 5]).find((one) => !used.has(one)) ?? 0;
  const fresh: Alert = { minutes_before: minutes, at_time: allDay ? "09:00" : null, channel: "in_app" };
  return (
    <div class="field">
      <span class="field__label">{t.alerts}</span>
      <ul class="alerts">
        {alerts.map((alert, index) => (
          <Line
            key={index}
            alert={alert}
            allDay={allDay}
            change={(next) => {
              change(alerts.map((one, at) => (at === index ? next : one)));
            }}
            remove={() => {
              change(alerts.filter((_, at) => at !== index));
            }}
          />
        ))}
      </ul>
      <div>
        <button
          type="button"
          class="button button--quiet"
          onClick={() => {
            change([...alerts, fresh]);
          }}
        >
          <Icon name="plus" small /> {t.addAlert}
        </button>
      </div>
    </div>
  );
}
