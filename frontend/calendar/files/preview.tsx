/** What an import would do: how many of each kind, and which. */

import { Icon } from "../icon";
import { fill } from "../messages";
import { useCell } from "../state/cell";
import { todayIn, view } from "../state/view";
import { words } from "./messages";
import { linesOf, nothingIn, number, startPhrase, WHATS, type Line, type Outcome, type What } from "./outcome";

const COUNTED: readonly What[] = ["new", "changed", "unchanged", "unreadable"];

function Counts({ outcome }: { outcome: Outcome }) {
  return (
    // Said in one sentence by the live region.
    <dl class="import-counts" aria-hidden="true">
      {COUNTED.map((what) => (
        <div key={what} class={what === "unreadable" && outcome[what] ? "import-counts__one is-wrong" : "import-counts__one"}>
          <dt>{words[what]}</dt>
          <dd>{number(outcome[what])}</dd>
        </div>
      ))}
    </dl>
  );
}

function OneLine({ line, zone }: { line: Line; zone: string }) {
  return (
    <li class="import-line">
      <span class="import-line__title">{line.title || words.untitled}</span>
      <span class="import-line__start">{startPhrase(line.start, zone, todayIn(zone))}</span>
      {line.reason ? <span class="import-line__reason">{line.reason}</span> : null}
    </li>
  );
}

function Kind({ outcome, what }: { outcome: Outcome; what: What }) {
  const { zone } = useCell(view);
  const lines = linesOf(outcome, what);
  const count = outcome[what];
  if (!count) return null;
  return (
    <details class="import-kind" open={what !== "unchanged"}>
      <summary class="import-kind__title">
        {what === "unreadable" ? <Icon name="warning" small /> : null}
        {fill(words.listOf, { kind: words[what], count: number(count) })}
      </summary>
      <ul class="import-kind__lines">
        {lines.map((line, index) => (
          <OneLine key={index} line={line} zone={zone} />
        ))}
      </ul>
      {lines.length < count ? <p class="soft">{fill(words.firstOf, { listed: number(lines.length), count: number(count) })}</p> : null}
    </details>
  );
}

export function Preview({ outcome }: { outcome: Outcome }) {
  const nothing = nothingIn(outcome);
  return (
    <>
      <Counts outcome={outcome} />
      {nothing ? <p class="import-dialog__nothing">{nothing}</p> : null}
      {!nothing && outcome.unreadable ? <p class="soft">{words.keepsRest}</p> : null}
      <div>
        {WHATS.map((what) => (
          <Kind key={what} outcome={outcome} what={what} />
        ))}
      </div>
      {nothing ? null : <p class="soft">{words.noUndo}</p>}
    </>
  );
}
