/** The next times that suit all, each a button that fills in start and end. */

import { useState } from "preact/hooks";
import { useSlots, type Who } from "../form/availability_asked";
import { spansPhrase, stretchOf, type Stretch } from "../form/availability_spans";
import { fill, t } from "../messages";
import type { Day } from "../time/dates";
import { shortDay, whenPhrase } from "../time/phrases";
import { wallAt } from "../time/zones";

interface Props {
  who: Who;
  day: Day;
  event: Stretch;
  put: (to: Stretch) => void;
}

export function FreeTimes({ who, day, event, put }: Props) {
  const [search, setSearch] = useState({ day, start: day as string });
  // A day that was chosen by hand is where to look from; one that came with a proposal leaves the proposals where they are.
  if (search.day !== day) setSearch({ day, start: day });
  const minutes = Math.round((event.to - event.from) / 60_000);
  const { found, failed, retry } = useSlots(who, search.start, minutes);
  const slots = found ?? [];
  const last = slots.at(-1);
  if (failed) {
    return (
      <button type="button" class="button button--link" onClick={retry}>
        {t.retry}
      </button>
    );
  }
  if (!found) return null;
  // The heading says which day it is.
  const isOn = (one: Day, iso: string): boolean => wallAt(Date.parse(iso), who.zone).slice(0, 10) === one;
  const whole = (slot: { start: string; end: string }) => ({ ...slot, all_day: false });
  return (
    <div class="find-time__slots" role="group" aria-label={t.nextFree}>
      <span class="soft small" aria-hidden="true">
        {t.nextFree}
      </span>
      {slots.map((slot) => {
        const to = stretchOf(slot);
        return (
          <button
            key={slot.start}
            type="button"
            class="button find-time__slot"
            aria-label={whenPhrase(whole(slot), who.zone, day)}
            aria-pressed={to.from === event.from && to.to === event.to}
            onClick={() => {
              setSearch({ ...search, day: wallAt(to.from, who.zone).slice(0, 10) });
              put(to);
            }}
          >
            {isOn(day, slot.start) && isOn(day, slot.end) ? spansPhrase([slot], who.zone) : whenPhrase(whole(slot), who.zone, day)}
          </button>
        );
      })}
      {last ? (
        <button
          type="button"
          class="button button--quiet"
          onClick={() => {
            setSearch({ ...search, start: last.end });
          }}
        >
          {t.laterTimes}
        </button>
      ) : (
        <p class="soft small">{fill(t.noFreeTimes, { day: shortDay(wallAtStart(search.start, who.zone)) })}</p>
      )}
    </div>
  );
}

function wallAtStart(start: string, zone: string): Day {
  return start.length > 10 ? wallAt(Date.parse(start), zone).slice(0, 10) : start;
}
