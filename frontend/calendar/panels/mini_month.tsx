/** A small month to go to a day by. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { boot } from "../boot";
import { Icon } from "../icon";
import { t } from "../messages";
import { addDays, addMonths, days, monthBegin, weekBegin, type Day } from "../time/dates";
import { longDay, monthTitle, weekdayName } from "../time/phrases";
import type { Range } from "../state/view";

interface Props {
  shown: Day;
  today: Day;
  range: Range;
  onPick: (day: Day) => void;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function MiniMonth({ shown, today, range, onPick }: Props) {
  const [month, setMonth] = useState(monthBegin(shown));
  const [focused, setFocused] = useState<Day>(shown);
  const [followed, setFollowed] = useState(shown);
  const grid = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  // While it is drawn, not after: a month that was turned meanwhile stays turned.
  if (followed !== shown) {
    setFollowed(shown);
    setMonth(monthBegin(shown));
    setFocused(shown);
  }
  // Before the next key arrives.
  useLayoutEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
    byKey.current = false;
  }, [focused, month]);

  const first = weekBegin(month, boot.me.week_start);
  const cells = days(first, 42);
  const turn = (months: number): void => {
    setMonth(addMonths(month, months));
    setFocused(addMonths(month, months));
  };
  const keyed = (happening: KeyboardEvent): void => {
    const next =
      happening.key === "PageUp" || happening.key === "PageDown"
        ? addMonths(focused, happening.key === "PageUp" ? -1 : 1)
        : happening.key in STEPS
          ? addDays(focused, STEPS[happening.key] ?? 0)
          : null;
    if (!next) return;
    happening.preventDefault();
    happening.stopPropagation();
    byKey.current = true;
    setFocused(next);
    setMonth(monthBegin(next));
  };

  return (
    <div class="mini">
      <div class="mini__head">
        <span class="mini__title" aria-live="polite">
          {monthTitle(month)}
        </span>
        <button type="button" class="button button--quiet button--icon mini__turn" aria-label={t.previousMonth} onClick={() => { turn(-1); }}>
          <Icon name="left" small />
        </button>
        <button type="button" class="button button--quiet button--icon mini__turn" aria-label={t.nextMonth} onClick={() => { turn(1); }}>
          <Icon name="right" small />
        </button>
      </div>
      <div class="mini__grid" role="grid" aria-label={t.goToDay} ref={grid} onKeyDown={keyed}>
        <div class="mini__row" role="row">
          {days(first, 7).map((day) => (
            <span key={day} class="mini__weekday" role="columnheader" aria-label={weekdayName(day, "long")}>
              {weekdayName(day, "narrow")}
            </span>
          ))}
        </div>
        {[0, 1, 2, 3, 4, 5].map((week) => (
          <div key={week} class="mini__row" role="row">
            {cells.slice(week * 7, week * 7 + 7).map((day) => (
              <span key={day} role="gridcell" aria-selected={day >= range.from && day < range.to}>
                <button
                  type="button"
                  class={classOf(day, { month, today, shown, range })}
                  tabIndex={day === focused ? 0 : -1}
                  aria-label={longDay(day)}
                  aria-current={day === today ? "date" : undefined}
                  onClick={() => {
                    onPick(day);
                  }}
                >
                  {Number(day.slice(8))}
                </button>
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function classOf(day: Day, { month, today, shown, range }: { month: Day; today: Day; shown: Day; range: Range }): string {
  const names = ["mini__day"];
  if (day.slice(0, 7) !== month.slice(0, 7)) names.push("is-other");
  if (day === today) names.push("is-today");
  if (day === shown) names.push("is-shown");
  if (day >= range.from && day < range.to) names.push("is-in-range");
  return names.join(" ");
}
