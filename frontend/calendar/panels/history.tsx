/** Who changed what and when; folded, and asked for when it is opened. */

import { useEffect, useState } from "preact/hooks";
import { events as calls } from "../api/calls";
import type { HistoryEntry } from "../api/shapes";
import { colleague } from "../boot";
import { repeatPhrase } from "../repeat/phrase";
import { repeatOf } from "../repeat/rule";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { todayIn } from "../state/view";
import { momentPhrase, shortDay } from "../time/phrases";
import { isDay } from "../time/dates";
import { fieldName } from "./field_names";

/** From where a change came; the screen is what is usual. */
const SOURCES: Record<string, string> = {
  api: t.sourceApi,
  import: t.sourceImport,
  mail: t.sourceMail,
  link: t.sourceLink,
  sync: t.sourceSync,
};

const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** A value of the change log as a person reads it. */
export function valueText(value: unknown, zone: string): string {
  if (value === null || value === undefined || value === "") return t.nothing;
  if (typeof value === "boolean") return value ? t.yes : t.no;
  if (typeof value === "string") {
    if (MOMENT.test(value)) return momentPhrase(value, zone, todayIn(zone));
    if (isDay(value)) return shortDay(value, todayIn(zone));
    if (ID.test(value)) return colleague(value)?.name ?? "…";
    return value;
  }
  if (Array.isArray(value)) return value.length ? value.map((one) => valueText(one, zone)).join(", ") : t.nothing;
  if (typeof value === "object") {
    const named = value as Record<string, unknown>;
    const text = named["name"] ?? named["email"] ?? named["address"] ?? named["minutes_before"];
    return text === undefined ? "…" : valueText(text, zone);
  }
  return typeof value === "number" ? String(value) : "…";
}

const DATE = "2026-01-01";

/** A rule in words; nobody reads iCalendar lines. */
function ruleText(lines: string, zone: string): string {
  const rules = lines.split("\n").filter((line) => /^RRULE/i.test(line));
  const repeat = rules.length === 1 ? repeatOf(rules[0] ?? "", DATE, zone) : null;
  return repeat ? repeatPhrase(repeat) : t.repeatKept;
}

const ANSWERS: Record<string, string> = { none: t.noAnswer, accepted: t.accepted, tentative: t.tentative, declined: t.declined };

function fieldText(field: string, value: unknown, zone: string): string {
  if (field === "answer") return ANSWERS[String(value)] ?? t.noAnswer;
  return field === "recurrence" && typeof value === "string" && value ? ruleText(value, zone) : valueText(value, zone);
}

/** By the clocks of the series' own zone. */
function occurrenceText(name: string, today: string): string {
  const day = shortDay(name.slice(0, 10), today);
  return name.length > 10 ? `${day}, ${name.slice(11, 16)}` : day;
}

/** Of these the word says all: what a field held before would only be noise. */
const WHOLE = new Set(["created", "deleted", "restored"]);

function verbOf(kind: string): string {
  return kind.split(".")[1] ?? "";
}

/** A guest who answers is no user: the entry names him itself. */
function whoseText(entry: HistoryEntry, zone: string): string {
  const guest = entry.changes["participant"]?.[1];
  return entry.by?.name ?? (guest ? valueText(guest, zone) : t.someone);
}

function Entry({ entry, zone }: { entry: HistoryEntry; zone: string }) {
  const changes = Object.entries(entry.changes).filter(([field]) => fieldName(field) !== null);
  const occurrence = entry.changes["recurrence_id"]?.[0];
  // Of an import the word says it.
  const source = verbOf(entry.kind) === "imported" ? undefined : SOURCES[entry.source];
  const whole = WHOLE.has(verbOf(entry.kind));
  return (
    <li class="history__entry">
      <span>
        <strong>{whoseText(entry, zone)}</strong> <span class="soft small">{momentPhrase(entry.at, zone, todayIn(zone))}</span>
      </span>
      <span class="small">
        {kindText(entry.kind)}
        {occurrence ? ` ${fill(t.historyOccurrence, { when: occurrenceText(String(occurrence), todayIn(zone)) })}` : ""}
        {source ? <span class="soft"> · {source}</span> : null}
      </span>
      {whole ? null : (
        <ul class="history__changes">
          {changes.map(([field, [before, after]]) => (
            <li key={field}>
              {fill(t.labelled, { label: fieldName(field) ?? "", value: "" })}
              <del>{fieldText(field, before, zone)}</del> → <ins>{fieldText(field, after, zone)}</ins>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function kindText(kind: string): string {
  const texts: Record<string, string> = {
    created: t.historyCreated,
    moved: t.historyMoved,
    changed: t.historyChanged,
    updated: t.historyChanged,
    deleted: t.historyDeleted,
    restored: t.historyRestored,
    imported: t.historyImported,
    answered: t.historyAnswered,
    countered: t.historyCountered,
    counter_declined: t.historyCounterDeclined,
  };
  return texts[verbOf(kind)] ?? t.historyChanged;
}

export function History({ id, version, zone }: { id: string; version: number; zone: string }) {
  const [open, setOpen] = useState(false);
  const [entries, setEntries] = useState<HistoryEntry[] | null>(null);
  useEffect(() => {
    if (open) calls.history(id).then(setEntries, () => { setEntries([]); });
  }, [open, id, version]);
  return (
    <details
      class="history"
      onToggle={(happening) => {
        setOpen(happening.currentTarget.open);
      }}
    >
      <summary class="side__title">
        <Icon name="history" small /> {t.history}
      </summary>
      {entries === null ? <div class="skeleton" /> : null}
      {entries?.length === 0 ? <p class="soft small">{t.noHistory}</p> : null}
      <ol class="history__list">
        {(entries ?? []).map((entry) => (
          <Entry key={entry.number} entry={entry} zone={zone} />
        ))}
      </ol>
    </details>
  );
}
