/** The frame of every side sheet: title, body, verbs at the foot. The grid beside it stays alive. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../icon";
import { t } from "../messages";
import { closeSheet } from "../state/screens";

interface Props {
  title: string;
  children: ComponentChildren;
  foot?: ComponentChildren;
  head?: ComponentChildren;
  wide?: boolean;
  onKeyDown?: (happening: KeyboardEvent) => void;
}

export function SheetFrame({ title, children, foot, head, wide = false, onKeyDown }: Props) {
  const root = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // A form puts the focus into its first field itself.
    if (!root.current?.contains(document.activeElement)) root.current?.focus();
  }, []);
  return (
    <section
      ref={root}
      class={wide ? "sheet calendar-sheet calendar-sheet--wide" : "sheet calendar-sheet"}
      role="dialog"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(happening) => {
        if (happening.key === "Escape" && !happening.defaultPrevented) {
          happening.preventDefault();
          happening.stopPropagation();
          closeSheet();
          return;
        }
        onKeyDown?.(happening);
      }}
    >
      <header class="sheet__head">
        <h2 class="sheet__title">{title}</h2>
        <div class="row">
          {head}
          <button type="button" class="button button--quiet button--icon" aria-label={t.close} title={t.close} onClick={closeSheet}>
            <Icon name="close" />
          </button>
        </div>
      </header>
      <div class="sheet__body">{children}</div>
      {foot ? <footer class="sheet__foot">{foot}</footer> : null}
    </section>
  );
}
