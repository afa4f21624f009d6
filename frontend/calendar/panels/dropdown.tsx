/** A button that opens a small panel under itself. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { anchorOf, type Anchor } from "../state/screens";
import { usePlaced } from "./placed";

interface Props {
  label: ComponentChildren;
  /** The button's name, where its text says only the value. */
  name: string;
  class: string;
  id?: string;
  children: (close: () => void) => ComponentChildren;
  pressed?: boolean;
  /** Where the text names the button well enough: an `aria-label` would hide it. */
  namedByText?: boolean;
}

export function Dropdown({ label, name, children, id, class: names, pressed, namedByText = false }: Props) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  usePlaced(panel, anchor, "below");

  const close = (): void => {
    setAnchor(null);
    button.current?.focus();
  };

  // At once: the letters of a quick hand are for what has opened, not shortcuts.
  useLayoutEffect(() => {
    if (!anchor) return undefined;
    if (!panel.current?.contains(document.activeElement)) {
      panel.current?.querySelector<HTMLElement>("input, button, [tabindex]")?.focus();
    }
    const outside = (happening: Event): void => {
      const target = happening.target as Node;
      if (!panel.current?.contains(target) && !button.current?.contains(target)) setAnchor(null);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [anchor !== null]);

  return (
    <span class="dropdown">
      <button
        ref={button}
        id={id}
        type="button"
        class={names}
        aria-expanded={anchor !== null}
        aria-haspopup="dialog"
        {...(namedByText ? {} : { "aria-label": name, title: name })}
        {...(pressed === undefined ? {} : { "data-on": pressed ? "yes" : "no" })}
        onClick={(happening) => {
          setAnchor(anchor ? null : anchorOf(happening.currentTarget));
        }}
      >
        {label}
      </button>
      {anchor ? (
        <div
          ref={panel}
          class="popover dropdown__panel"
          role="dialog"
          aria-label={name}
          onKeyDown={(happening) => {
            if (happening.key === "Escape" && !happening.defaultPrevented) {
              happening.preventDefault();
              happening.stopPropagation();
              close();
            }
          }}
        >
          {children(close)}
        </div>
      ) : null}
    </span>
  );
}
