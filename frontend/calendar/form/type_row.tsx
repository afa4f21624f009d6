/** The kind of activity, as a row of pictures with words. */

import { boot } from "../boot";
import { Icon } from "../icon";
import { t } from "../messages";

export function TypeRow({ chosen, choose }: { chosen: string | null; choose: (id: string) => void }) {
  const types = boot.activity_types.filter((type) => type.active || type.id === chosen);
  return (
    <fieldset class="field">
      <legend class="field__label">{t.type}</legend>
      <div class="type-row">
        {types.map((type) => (
          <label key={type.id} class={`type-choice type-${type.colour}`}>
            <input
              type="radio"
              name="type"
              value={type.id}
              checked={chosen === type.id}
              onChange={() => {
                choose(type.id);
              }}
            />
            <Icon name={type.icon} small />
            <span>{type.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
