/** What a searching field has found: a name that can be taken off again. */

import { Icon } from "../icon";
import { fill, t } from "../messages";

export function Chosen({ name, meta, onRemove }: { name: string; meta?: string; onRemove: () => void }) {
  return (
    <span class="chip chip--on">
      <span class="chip__text">
        {name}
        {meta ? <span class="soft"> · {meta}</span> : null}
      </span>
      <button type="button" class="chip__remove" aria-label={fill(t.remove, { name })} onClick={onRemove}>
        <Icon name="close" small />
      </button>
    </span>
  );
}
