/** When it stops to repeat: never, on a date, after a number of times. */

import { t } from "../messages";
import type { Repeat } from "../repeat/rule";
import { addDays, addMonths, type Day } from "../time/dates";
import { DayField } from "./clock_fields";
import { NumberField } from "./number_field";

const USUAL_COUNT = 10;
export const MOST_TIMES = 999;

/** A while that suits how often it is. */
function usualEnd({ freq }: Repeat, day: Day): Day {
  if (freq === "DAILY") return addDays(day, 30);
  return addMonths(day, freq === "WEEKLY" ? 3 : freq === "MONTHLY" ? 12 : 60);
}

export function RepeatEnd({ repeat, day, change }: { repeat: Repeat; day: Day; change: (next: Repeat) => void }) {
  const kind = repeat.until !== null ? "until" : repeat.count !== null ? "count" : "";
  const choose = (next: string): void => {
    change({
      ...repeat,
      until: next === "until" ? usualEnd(repeat, day) : null,
      count: next === "count" ? USUAL_COUNT : null,
    });
  };
  return (
    <div class="repeat__line repeat__line--more">
      <select
        class="input repeat__end"
        aria-label={t.repeatEnds}
        value={kind}
        onChange={(happening) => {
          choose(happening.currentTarget.value);
        }}
      >
        <option value="">{t.endsNever}</option>
        <option value="until">{t.endsOn}</option>
        <option value="count">{t.endsAfter}</option>
      </select>
      {repeat.until === null ? null : (
        <DayField
          class="when__date"
          label={t.lastDate}
          required
          invalid={repeat.until < day}
          value={repeat.until}
          onDay={(until) => {
            change({ ...repeat, until });
          }}
        />
      )}
      {repeat.count === null ? null : (
        <>
          <NumberField
            label={t.howManyTimes}
            value={repeat.count}
            most={MOST_TIMES}
            change={(count) => {
              change({ ...repeat, count });
            }}
          />
          <span>{t.timesWord}</span>
        </>
      )}
    </div>
  );
}
