/**
 * A day and a time to type: what is half typed is neither overwritten nor passed over.
 *
 * "onChangeCapture" where a text is meant to be whole: the grid's library loads preact/compat, by which "onChange"
 * of a text field is called for each letter.
 */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../messages";
import { readTime } from "./read_time";

const touch = matchMedia("(pointer: coarse)").matches;

/** The text of a field, which follows its value: while it is drawn, so that nothing typed later is overwritten. */
function useTyped(value: string) {
  const [text, setText] = useState(value);
  const [unread, setUnread] = useState(false);
  const [followed, setFollowed] = useState(value);
  if (followed !== value) {
    setFollowed(value);
    setText(value);
    setUnread(false);
  }
  return { text, setText, unread, setUnread };
}

interface DayProps {
  label?: string;
  class?: string;
  value: string;
  required?: boolean;
  invalid?: boolean;
  onDay: (day: string) => void;
}

export function DayField({ label, class: names = "", value, required = false, invalid = false, onDay }: DayProps) {
  // Empty while it is half typed: drawing the form again must not put the old day back.
  const { text, setText, unread, setUnread } = useTyped(value);
  const typed = ({ currentTarget: field }: { currentTarget: HTMLInputElement }): void => {
    setText(field.value);
    if (!field.validity.valid) return;
    setUnread(false);
    if (field.value !== value) onDay(field.value);
  };
  return (
    <>
      <input
        class={`input ${names}`}
        type="date"
        {...(label ? { "aria-label": label } : {})}
        aria-invalid={invalid || unread}
        required={required}
        value={text}
        onInput={typed}
        onChangeCapture={typed}
        onInvalid={() => {
          setUnread(true);
        }}
      />
      {unread ? <span class="field__error">{t.dayUnread}</span> : null}
    </>
  );
}

interface TimeProps {
  id?: string;
  label: string;
  value: string;
  invalid?: boolean;
  onTime: (time: string) => void;
}

export function TimeField({ id, label, value, invalid = false, onTime }: TimeProps) {
  const { text, setText, unread, setUnread } = useTyped(value);
  const input = useRef<HTMLInputElement>(null);
  const mark = (wrong: boolean): void => {
    setUnread(wrong);
    input.current?.setCustomValidity(wrong ? t.timeUnread : "");
  };
  useLayoutEffect(() => {
    input.current?.setCustomValidity("");
    // The end follows the start: with the focus in it already, it is still to be typed over.
    if (!touch && document.activeElement === input.current) input.current?.select();
  }, [value]);
  const settle = (raw: string): void => {
    const time = readTime(raw);
    mark(time === null);
    if (time === null) return;
    setText(time);
    if (time !== value) onTime(time);
  };
  return (
    <>
      <input
        ref={input}
        {...(id ? { id } : {})}
        class="input when__time"
        // The browser's own time field shows hours as the browser's language does, not the viewer's.
        type={touch ? "time" : "text"}
        inputMode="numeric"
        aria-label={label}
        aria-invalid={invalid || unread}
        autocomplete="off"
        value={text}
        onInput={(happening) => {
          setText(happening.currentTarget.value);
        }}
        onFocus={(happening) => {
          if (!touch) happening.currentTarget.select();
        }}
        onChangeCapture={(happening) => {
          settle(happening.currentTarget.value);
        }}
      />
      {unread ? <span class="field__error">{t.timeUnread}</span> : null}
    </>
  );
}
