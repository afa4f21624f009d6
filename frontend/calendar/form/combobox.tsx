/** A field that searches while one types; by keyboard and pointer alike. */

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../messages";

export interface Option<T> {
  key: string;
  label: string;
  meta?: string;
  value: T;
}

interface Props<T> {
  label: string;
  placeholder: string;
  /** What is found for the typed text; called again on each pause. */
  search: (text: string, signal: AbortSignal) => Promise<Option<T>[]>;
  onPick: (value: T) => void;
  /** Whether to search before anything is typed. */
  eager?: boolean;
  focus?: boolean;
  id?: string;
  describedBy?: string;
  invalid?: boolean;
  onEscape?: () => void;
  /** What is found stands under the field and pushes down what follows, instead of lying over it. */
  inline?: boolean;
}

const PAUSE = 120;

export function Combobox<T>(props: Props<T>) {
  const { label, placeholder, search, onPick, eager = false, focus = false } = props;
  const ownId = useId();
  const id = props.id ?? ownId;
  const [text, setText] = useState("");
  const [options, setOptions] = useState<Option<T>[] | null>(null);
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(search);
  latest.current = search;

  useEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);

  useEffect(() => {
    if (!open || (!text.trim() && !eager)) {
      setOptions(null);
      return undefined;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      latest.current(text.trim(), controller.signal).then(
        (found) => {
          if (controller.signal.aborted) return;
          setOptions(found);
          setActive(0);
        },
        () => {
          if (!controller.signal.aborted) setOptions([]);
        },
      );
    }, text ? PAUSE : 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text, open, eager]);

  const pick = (option: Option<T> | undefined): void => {
    if (!option) return;
    setText("");
    setOpen(false);
    setOptions(null);
    onPick(option.value);
  };

  const keyed = (happening: KeyboardEvent): void => {
    const count = options?.length ?? 0;
    if (happening.key === "ArrowDown" || happening.key === "ArrowUp") {
      happening.preventDefault();
      if (!open) setOpen(true);
      else if (count) setActive((now) => (now + (happening.key === "ArrowDown" ? 1 : count - 1)) % count);
    } else if (happening.key === "Enter" && !happening.ctrlKey && !happening.metaKey) {
      // Enter chooses here; it never sends the form.
      happening.preventDefault();
      pick(options?.[active]);
    } else if (happening.key === "Escape") {
      if (open && options) {
        happening.stopPropagation();
        setOpen(false);
      } else props.onEscape?.();
    }
  };

  const listed = open && options !== null;
  return (
    <div class="combobox">
      <input
        ref={input}
        id={id}
        class="input"
        type="text"
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={listed}
        aria-controls={`${id}-list`}
        aria-activedescendant={listed && options.length ? `${id}-${String(active)}` : undefined}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid ?? false}
        autocomplete="off"
        placeholder={placeholder}
        value={text}
        onInput={(happening) => {
          setText(happening.currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => {
          if (eager) setOpen(true);
        }}
        onClick={() => {
          setOpen(true);
        }}
        onBlur={() => {
          setOpen(false);
        }}
        onKeyDown={keyed}
      />
      <ul class={props.inline ? "suggestions combobox__list combobox__list--inline" : "suggestions combobox__list"} id={`${id}-list`} role="listbox" aria-label={label} hidden={!listed}>
        {listed
          ? options.map((option, index) => (
              <li
                key={option.key}
                id={`${id}-${String(index)}`}
                class="suggestions__item"
                role="option"
                aria-selected={index === active}
                // Before the field loses the focus.
                onMouseDown={(happening) => {
                  happening.preventDefault();
                  pick(option);
                }}
              >
                <span class="combobox__text">{option.label}</span>
                {option.meta ? <span class="combobox__meta">{option.meta}</span> : null}
              </li>
            ))
          : null}
        {listed && options.length === 0 ? (
          <li class="combobox__none" role="option" aria-selected={false} aria-disabled={true}>
            {t.noMatch}
          </li>
        ) : null}
      </ul>
    </div>
  );
}

/** Without accents and case. */
export function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
}

/** Every word somewhere in the text. */
export function matches(text: string, wanted: string): boolean {
  const all = folded(text);
  return folded(wanted)
    .split(/\s+/)
    .every((word) => all.includes(word));
}
