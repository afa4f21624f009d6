/** Two people changed one event: both versions side by side, the differing fields only, nothing lost. */

import { useEffect, useState } from "preact/hooks";
import { Refused } from "../api/http";
import type { EventDetail } from "../api/shapes";
import { boot, colleague } from "../boot";
import { alertPhrase } from "../form/alerts_field";
import { draftName, forgetDraft } from "../form/drafts";
import { nameOf } from "../form/people_field";
import { formOf, inputOf, momentOf, WHEN, type EventForm } from "../form/values";
import { repetitionPhrase } from "../form/repeat_field";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { save } from "../state/changes";
import { keyOf } from "../state/occurrence";
import { saveOccurrences } from "../state/series";
import { closeSheet, openSheet, type Clash as Both } from "../state/screens";
import { todayIn, view } from "../state/view";
import { lastChanger, whyNot } from "../state/wording";
import { whenInOwnZone } from "../time/phrases";
import { withOffset } from "../time/zones";
import { fieldName } from "./field_names";
import { SheetFrame } from "./sheet_frame";

/** What is chosen together: times make sense only as one. */
const GROUPS: Record<string, readonly (keyof EventForm)[]> = {
  subject: ["subject"],
  when: WHEN,
  recurrence: ["repeat"],
  owner: ["ownerId"],
  type: ["typeId"],
  account: ["account"],
  opportunity: ["opportunity"],
  participants: ["participants"],
  notes: ["notes"],
  other_address: ["other"],
  privacy: ["privacy"],
  busy: ["busy"],
  alerts: ["alerts"],
};

/** Compared as they would be sent: the same moment is the same, however it was written. */
function essence(form: EventForm, group: string): string {
  const input = inputOf(form);
  if (group === "when") {
    return form.allDay
      ? JSON.stringify([input.start, input.end])
      : JSON.stringify([momentOf(form, "start"), momentOf(form, "end"), form.zone]);
  }
  const sent: Record<string, unknown> = {
    subject: input.subject,
    recurrence: input.recurrence,
    owner: input.owner_id,
    type: input.type_id,
    account: input.account_id,
    opportunity: input.opportunity_id,
    participants: input.participants,
    notes: input.notes,
    other_address: input.other_address,
    privacy: input.privacy,
    busy: input.busy,
    alerts: input.alerts,
  };
  return JSON.stringify(sent[group]);
}

function shownValue(form: EventForm, group: string): string {
  const zone = view.value.zone;
  switch (group) {
    case "when": {
      const input = inputOf(form);
      const event = {
        start: form.allDay ? input.start : withOffset(momentOf(form, "start"), form.zone),
        end: form.allDay ? input.end : withOffset(momentOf(form, "end"), form.zone),
        all_day: form.allDay,
        time_zone: form.zone,
      } as EventDetail;
      return whenInOwnZone(event, zone, todayIn(zone));
    }
    case "recurrence":
      return repetitionPhrase(form);
    case "owner":
      return colleague(form.ownerId)?.name ?? "";
    case "type":
      return boot.activity_types.find((type) => type.id === form.typeId)?.name ?? t.noType;
    case "participants":
      return form.participants.map(nameOf).join(", ");
    case "privacy":
      return form.privacy === "private" ? t.private : t.normal;
    case "busy":
      return form.busy ? t.busy : t.free;
    case "alerts":
      return form.alerts.map((alert) => alertPhrase(alert, form.allDay)).join(", ");
    case "other_address":
      return form.other?.address ?? "";
    default:
      return { subject: form.subject, account: form.account?.name, opportunity: form.opportunity?.name, notes: form.notes }[group] ?? "";
  }
}

type Choice = Record<string, "mine" | "theirs">;

function combined(theirs: EventForm, mine: EventForm, choice: Choice): EventForm {
  const result: Record<string, unknown> = { ...theirs };
  for (const [group, keys] of Object.entries(GROUPS)) {
    if (choice[group] === "mine") for (const key of keys) result[key] = mine[key];
  }
  return result as unknown as EventForm;
}

async function saveChosen({ theirs, scope }: Both, form: EventForm): Promise<void> {
  if (theirs.recurrence_id) await saveOccurrences(theirs, form, scope ?? "this");
  else await save(theirs, form);
}

export function Clash({ clash }: { clash: Both }) {
  const { mine } = clash;
  const theirs = formOf(clash.theirs);
  const base = formOf(clash.base);
  const differing = Object.keys(GROUPS).filter((group) => essence(mine, group) !== essence(theirs, group));
  const [choice, setChoice] = useState<Choice>(() =>
    // What I changed is meant; what only they changed is theirs.
    Object.fromEntries(differing.map((group) => [group, essence(mine, group) === essence(base, group) ? "theirs" : "mine"])),
  );
  const [name, setName] = useState("…");
  const [problem, setProblem] = useState("");
  const [saving, setSaving] = useState(false);
  useEffect(() => {
    void lastChanger(clash.theirs.id).then(setName);
  }, [clash]);

  const submit = async (chosen: Choice): Promise<void> => {
    setSaving(true);
    const form = combined(theirs, mine, chosen);
    try {
      await saveChosen(clash, form);
      forgetDraft(draftName("event", keyOf(clash.theirs)));
      closeSheet();
    } catch (error) {
      if (error instanceof Refused && error.status === 412 && error.current) {
        openSheet({ kind: "clash", clash: { ...clash, base: clash.theirs, mine: form, theirs: error.current as EventDetail } });
      } else if (error instanceof Refused && Object.keys(error.fields).length) {
        openSheet({ kind: "event", base: clash.theirs, form });
      } else setProblem(whyNot(error));
    } finally {
      setSaving(false);
    }
  };
  const all = (side: "mine" | "theirs"): Choice => Object.fromEntries(differing.map((group) => [group, side]));

  return (
    <SheetFrame
      title={t.clashTitle}
      wide
      foot={
        <>
          <button type="button" class="button" onClick={closeSheet}>
            {t.cancel}
          </button>
          <button type="button" class="button button--primary" aria-busy={saving} onClick={() => void submit(choice)}>
            {t.saveChosen}
          </button>
        </>
      }
    >
      <p class="notice notice--late" role="alert">
        <Icon name="warning" />
        <span>{fill(t.clashLead, { name })}</span>
      </p>
      {problem ? <p class="notice notice--wrong">{problem}</p> : null}
      <div class="clash" role="table" aria-label={t.clashTitle}>
        <div class="clash__row clash__row--head" role="row">
          <span role="columnheader" />
          <span role="columnheader">{t.clashMine}</span>
          <span role="columnheader">
            {t.clashTheirs} <span class="soft">({name})</span>
          </span>
        </div>
        {differing.map((group) => (
          <div key={group} class="clash__row" role="row">
            <span role="rowheader" class="clash__field">
              {group === "when" ? t.when : fieldName(group)}
            </span>
            {(["mine", "theirs"] as const).map((side) => (
              <span key={side} role="cell" class="clash__cell">
                <label class={choice[group] === side ? "clash__value is-chosen" : "clash__value"}>
                  <input
                    type="radio"
                    name={`clash-${group}`}
                    checked={choice[group] === side}
                    onChange={() => {
                      setChoice((now) => ({ ...now, [group]: side }));
                    }}
                  />
                  <span>{shownValue(side === "mine" ? mine : theirs, group) || t.nothing}</span>
                </label>
              </span>
            ))}
          </div>
        ))}
      </div>
      <div class="row">
        <button type="button" class="button" onClick={() => { setChoice(all("mine")); }}>
          {t.allMine}
        </button>
        <button type="button" class="button" onClick={() => { setChoice(all("theirs")); }}>
          {t.allTheirs}
        </button>
      </div>
    </SheetFrame>
  );
}
