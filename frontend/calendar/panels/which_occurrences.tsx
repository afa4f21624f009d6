/** "This event", "this and following", "all events": asked before occurrences of a series change. */

import { Icon } from "../icon";
import { t } from "../messages";
import { useCell } from "../state/cell";
import { question, type Deed, type Question, type Scope } from "../state/scope";
import { Modal } from "./modal";

const NAMES: Record<Scope, string> = { this: t.scopeThis, following: t.scopeFollowing, all: t.scopeAll };
const TITLES: Record<Deed, string> = { move: t.scopeMove, edit: t.scopeEdit, delete: t.scopeDelete };

/** Up and down go from choice to choice, as in a list. */
function walk(happening: KeyboardEvent): void {
  const step = happening.key === "ArrowDown" ? 1 : happening.key === "ArrowUp" ? -1 : 0;
  if (!step) return;
  happening.preventDefault();
  const all = [...(happening.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("button")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + step + all.length) % all.length]?.focus();
}

function Asked({ open }: { open: Question }) {
  return (
    <Modal
      id="which"
      class="which"
      title={TITLES[open.deed]}
      describedBy="which-of"
      // Nothing is done then.
      onClose={() => {
        open.answer(null);
      }}
      body={
        <>
          <p class="which__of" id="which-of">
            <Icon name="repeat" small /> <strong>{open.subject}</strong>
            <span class="soft">{open.when}</span>
          </p>
          <div class="which__choices" onKeyDown={walk}>
            {open.choices.map((scope, index) => (
              <button
                key={scope}
                type="button"
                class={index === 0 ? "button button--primary which__choice" : "button which__choice"}
                data-first={index === 0 ? "" : undefined}
                onClick={() => {
                  open.answer(scope);
                }}
              >
                {NAMES[scope]}
              </button>
            ))}
          </div>
        </>
      }
    />
  );
}

export function WhichOccurrences() {
  const open = useCell(question);
  return open ? <Asked open={open} /> : null;
}
