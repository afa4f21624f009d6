/** "This event", "this and following", "all events": asked before occurrences of a series change. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../icon";
import { t } from "../messages";
import { useCell } from "../state/cell";
import { question, type Deed, type Question, type Scope } from "../state/scope";

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
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    box.current?.querySelector<HTMLElement>(".which__choice")?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // Escape and the backdrop close it: nothing is done then.
    <dialog
      ref={box}
      class="dialog which"
      aria-labelledby="which-title"
      aria-describedby="which-of"
      onClose={() => {
        open.answer(null);
      }}
    >
      <div class="dialog__head">
        <h2 class="dialog__title" id="which-title">
          {TITLES[open.deed]}
        </h2>
        <button type="button" class="button button--quiet button--icon" data-close aria-label={t.close} title={t.close}>
          <Icon name="close" />
        </button>
      </div>
      <div class="dialog__body">
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
              onClick={() => {
                open.answer(scope);
              }}
            >
              {NAMES[scope]}
            </button>
          ))}
        </div>
      </div>
    </dialog>
  );
}

export function WhichOccurrences() {
  const open = useCell(question);
  return open ? <Asked open={open} /> : null;
}
