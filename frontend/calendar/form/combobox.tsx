/** A field that searches while one types; by keyboard and pointer alike. */

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../messages";
import { useSearch, type Option } from "./option_search";

interface Props<T> {
  label: string;
  placeholder: string;
  /** What is found for the typed text; called again on each pause. */
  search: (text: string, signal: AbortSignal) => Promise<Option<T>[]>;
  onPick: (value: T) => void;
  /** Whether to search before anything is typed. */
  eager?: boolean;
  focus?: boolean;
  invalid?: boolean;
  /** What is found stands under the field and pushes down what follows, instead of lying over it. */
  inline?: boolean;
  /** What the text means by itself, without being found: taken when the field is left. */
  asTyped?: (text: string) => T | null;
}

export function Combobox<T>(props: Props<T>) {
  const { label, placeholder, onPick, eager = false, focus = false } = props;
  const id = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  // By the arrows: what is marked is meant, even while something else is looked for.
  const [marked, setMarked] = useState(false);
  const [open, setOpen] = useState(false);
  const [unread, setUnread] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  // Before the next key arrives.
  useLayoutEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);
  // A form with words in here that were not chosen is not whole.
  useLayoutEffect(() => {
    input.current?.setCustomValidity(text.trim() ? t.notChosen : "");
  }, [text]);

  const take = (value: T): void => {
    setText("");
    input.current?.setCustomValidity("");
    setUnread(false);
    setOpen(false);
    onPick(value);
  };
  const { options, fresh, whenFound } = useSearch(props.search, open && (eager || Boolean(text.trim())) ? text.trim() : null, () => {
    setActive(0);
    setMarked(false);
  });
  const pick = (option: Option<T> | undefined): void => {
    if (option) take(option.value);
  };
  const leave = (typed: string): void => {
    const own = typed ? props.asTyped?.(typed) : null;
    if (own) take(own);
  };

  const keyed = (happening: KeyboardEvent): void => {
    if (happening.isComposing) return;
    const count = options?.length ?? 0;
    if (happening.key === "ArrowDown" || happening.key === "ArrowUp") {
      happening.preventDefault();
      if (!open) setOpen(true);
      else if (count) {
        setMarked(true);
        setActive((now) => (now + (happening.key === "ArrowDown" ? 1 : count - 1)) % count);
      }
    } else if (happening.key === "Enter" && !happening.ctrlKey && !happening.metaKey) {
      // Enter chooses here; it never sends the form. What is not found yet is chosen when it is.
      happening.preventDefault();
      if (options && (fresh || marked)) pick(options[active]);
      else whenFound((found) => { pick(found[0]); });
    } else if (happening.key === "Escape" && open && options) {
      happening.stopPropagation();
      setOpen(false);
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
        aria-invalid={props.invalid || unread}
        autocomplete="off"
        placeholder={placeholder}
        value={text}
        onInput={(happening) => {
          setText(happening.currentTarget.value);
          setUnread(false);
          setMarked(false);
          setOpen(true);
        }}
        onFocus={() => {
          if (eager) setOpen(true);
        }}
        onClick={() => {
          setOpen(true);
        }}
        // Not "onChange": see clock_fields.tsx.
        onChangeCapture={(happening) => {
          leave(happening.currentTarget.value.trim());
        }}
        onBlur={() => {
          setOpen(false);
        }}
        onInvalid={() => {
          setUnread(true);
        }}
        onKeyDown={keyed}
      />
      <ul class={props.inline ? "suggestions combobox__list combobox__list--inline" : "suggestions combobox__list"} id={`${id}-list`} role="listbox" aria-label={label} hidden={!listed}>
        {listed ? options.map((option, index) => <OptionLine key={option.key} id={`${id}-${String(index)}`} option={option} active={index === active} pick={pick} />) : null}
        {listed && options.length === 0 ? (
          <li class="combobox__none" role="option" aria-selected={false} aria-disabled={true}>
            {t.noMatch}
          </li>
        ) : null}
      </ul>
      {unread ? <p class="field__error">{t.notChosen}</p> : null}
    </div>
  );
}

interface LineProps<T> {
  id: string;
  option: Option<T>;
  active: boolean;
  pick: (option: Option<T>) => void;
}

function OptionLine<T>({ id, option, active, pick }: LineProps<T>) {
  return (
    <li
      id={id}
      class="suggestions__item"
      role="option"
      aria-selected={active}
      // Before the field loses the focus.
      onMouseDown={(happening) => {
        happening.preventDefault();
        pick(option);
      }}
    >
      <span class="combobox__text">{option.label}</span>
      {option.meta ? <span class="combobox__meta">{option.meta}</span> : null}
    </li>
  );
}
