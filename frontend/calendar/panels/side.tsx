/** Beside the grid: a small month, whose calendars, kept views, reminders. Folds away. */

import type { ComponentChildren } from "preact";
import { boot } from "../boot";
import { t } from "../messages";
import { useCell } from "../state/cell";
import { sideFolded } from "../state/screens";
import { go, rangeOf, todayIn, view } from "../state/view";
import { OwnerChoice } from "./filters";
import { MiniMonth } from "./mini_month";
import { SavedFilters } from "./saved_filters";
import { Tasks } from "./tasks";

function Section({ title, children, open = true }: { title: string; children: ComponentChildren; open?: boolean }) {
  return (
    <details class="side__section" open={open}>
      <summary class="side__title">{title}</summary>
      <div class="side__body">{children}</div>
    </details>
  );
}

export function Side() {
  const folded = useCell(sideFolded);
  const state = useCell(view);
  if (folded) return null;
  return (
    <div class="side wide-only">
      <MiniMonth
        shown={state.date}
        today={todayIn(boot.me.time_zone)}
        range={rangeOf(state)}
        onPick={(date) => {
          go({ date });
        }}
      />
      <Section title={t.owners}>
        <OwnerChoice inline={false} />
      </Section>
      <Section title={t.savedFilters}>
        <SavedFilters />
      </Section>
      <Section title={t.tasks}>
        <Tasks brief />
      </Section>
    </div>
  );
}
