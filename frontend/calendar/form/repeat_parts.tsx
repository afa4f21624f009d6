/** A rule of one's own: every so many days, weeks, months or years, and on which days. */

import { boot } from "../boot";
import { t } from "../messages";
import { monthlyPhrase, nameOfWeekday, sentence } from "../repeat/phrase";
import { plain, type Monthly, type Repeat } from "../repeat/rule";
import { monthlyChoices } from "../repeat/suiting";
import type { Day } from "../time/dates";
import { NumberField } from "./number_field";

interface Props {
  repeat: Repeat;
  day: Day;
  change: (next: Repeat) => void;
}

const MOST_BETWEEN = 999;
const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;

function wordOf(freq: Repeat["freq"], interval: number): string {
  const one = { DAILY: t.dayWord, WEEKLY: t.weekWord, MONTHLY: t.monthWord, YEARLY: t.yearWord };
  const several = { DAILY: t.daysWord, WEEKLY: t.weeksWord, MONTHLY: t.monthsWord, YEARLY: t.yearsWord };
  return (interval === 1 ? one : several)[freq];
}

/** In the order of the viewer's week. */
function weekdays(): number[] {
  return Array.from({ length: 7 }, (_, index) => ((boot.me.week_start - 1 + index) % 7) + 1);
}

function Weekdays({ repeat, change }: Props) {
  const toggle = (day: number): void => {
    const days = repeat.days.includes(day) ? repeat.days.filter((one) => one !== day) : [...repeat.days, day].sort((a, b) => a - b);
    // The last one stays: a week without days is none.
    if (days.length) change({ ...repeat, days });
  };
  return (
    <div class="repeat__days" role="group" aria-label={t.repeatDays}>
      {weekdays().map((day) => (
        <button
          key={day}
          type="button"
          class="repeat__day"
          aria-pressed={repeat.days.includes(day)}
          aria-label={nameOfWeekday(day)}
          title={nameOfWeekday(day)}
          onClick={() => {
            toggle(day);
          }}
        >
          {nameOfWeekday(day, "narrow").toUpperCase()}
        </button>
      ))}
    </div>
  );
}

function MonthDays({ repeat, day, change }: Props) {
  const text = (one: Monthly): string => JSON.stringify(one);
  const offered = monthlyChoices(day);
  const choices = offered.some((one) => text(one) === text(repeat.monthly)) ? offered : [repeat.monthly, ...offered];
  return (
    <select
      class="input repeat__month"
      aria-label={t.repeatDays}
      value={text(repeat.monthly)}
      onChange={(happening) => {
        change({ ...repeat, monthly: JSON.parse(happening.currentTarget.value) as Monthly });
      }}
    >
      {choices.map((one) => (
        <option key={text(one)} value={text(one)}>
          {sentence(monthlyPhrase(one))}
        </option>
      ))}
    </select>
  );
}

export function RepeatParts(props: Props) {
  const { repeat, day, change } = props;
  return (
    <div class="repeat__line repeat__line--more">
      <span>{repeat.freq === "WEEKLY" ? t.everyFeminine : t.everyWord}</span>
      <NumberField
        label={t.repeatInterval}
        value={repeat.interval}
        most={MOST_BETWEEN}
        change={(interval) => {
          change({ ...repeat, interval });
        }}
      />
      <select
        class="input repeat__freq"
        aria-label={t.repeatUnit}
        value={repeat.freq}
        onChange={(happening) => {
          const { interval, count, until } = repeat;
          change({ ...plain(happening.currentTarget.value as Repeat["freq"], day), interval, count, until });
        }}
      >
        {FREQUENCIES.map((freq) => (
          <option key={freq} value={freq}>
            {wordOf(freq, repeat.interval)}
          </option>
        ))}
      </select>
      {repeat.freq === "WEEKLY" ? <Weekdays {...props} /> : null}
      {repeat.freq === "MONTHLY" ? <MonthDays {...props} /> : null}
    </div>
  );
}
