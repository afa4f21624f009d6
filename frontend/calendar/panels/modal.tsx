/** A question that lies over all else: it takes the focus, and gives it back to where it was. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../icon";
import { t } from "../messages";

interface Props {
  /** The ids of its parts begin with it. */
  id: string;
  class: string;
  title: string;
  /** The id of what describes it. */
  describedBy: string;
  /** Escape, the cross and the backdrop close it. */
  onClose: () => void;
  body: ComponentChildren;
  foot?: ComponentChildren;
}

/** Its first focus is the element marked `data-first`. */
export function Modal({ id, class: own, title, describedBy, onClose, body, foot }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    box.current?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog ref={box} class={`dialog ${own}`} aria-labelledby={`${id}-title`} aria-describedby={describedBy} onClose={onClose}>
      <div class="dialog__head">
        <h2 class="dialog__title" id={`${id}-title`}>
          {title}
        </h2>
        <button type="button" class="button button--quiet button--icon" data-close aria-label={t.close} title={t.close}>
          <Icon name="close" />
        </button>
      </div>
      <div class="dialog__body">{body}</div>
      {foot}
    </dialog>
  );
}
