/** Participants: colleagues, contacts and bare addresses as chips. */

import type { Participant } from "../api/shapes";
import { Icon } from "../icon";
import { fill, t } from "../messages";
import { Combobox } from "./combobox";
import type { Busy } from "./double_booking";
import { FieldErrors } from "./field_errors";
import { addressOf, peopleExcept } from "./searches";

function keyOf(one: Participant): string {
  return one.user_id ?? one.contact_id ?? one.email;
}

export function nameOf(one: Participant): string {
  return one.name || one.email;
}

export function PeopleField(props: { people: Participant[]; change: (people: Participant[]) => void; busy: Busy; errors: string[] }) {
  const { people, change, busy, errors } = props;
  const add = (one: Participant): void => {
    if (!people.some((other) => keyOf(other) === keyOf(one))) change([...people, one]);
  };
  return (
    <div class="field">
      <span class="field__label" id="people-label">
        {t.participants}
      </span>
      {people.length ? (
        <ul class="row form-chips" aria-labelledby="people-label">
          {people.map((one) => (
            <li key={keyOf(one)} class="chip">
              {one.user_id && busy.has(one.user_id) ? <FreeDot taken={busy.get(one.user_id) !== null} /> : null}
              {one.kind === "address" ? <Icon name="mail" small /> : null}
              <span class="chip__text" title={one.email}>
                {nameOf(one)}
              </span>
              <button
                type="button"
                class="chip__remove"
                aria-label={fill(t.remove, { name: nameOf(one) })}
                onClick={() => {
                  change(people.filter((other) => other !== one));
                }}
              >
                <Icon name="close" small />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <Combobox
        label={t.participants}
        placeholder={t.searchParticipant}
        search={peopleExcept(people)}
        invalid={errors.length > 0}
        asTyped={addressOf}
        onPick={add}
      />
      <FieldErrors of={errors} />
    </div>
  );
}

function FreeDot({ taken }: { taken: boolean }) {
  return (
    <span class={taken ? "free-dot free-dot--busy" : "free-dot"} title={taken ? t.isBusy : t.isFree}>
      <span class="visually-hidden">{taken ? t.isBusy : t.isFree}</span>
      {taken ? "✕" : "✓"}
    </span>
  );
}
