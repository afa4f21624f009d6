/** A small whole number to type: what is half typed is not passed over. */

import { useState } from "preact/hooks";

interface Props {
  label: string;
  value: number;
  most: number;
  change: (next: number) => void;
}

export function NumberField({ label, value, most, change }: Props) {
  const [text, setText] = useState(String(value));
  const [followed, setFollowed] = useState(value);
  if (followed !== value) {
    setFollowed(value);
    if (Number(text) !== value) setText(String(value));
  }
  return (
    <input
      class="input repeat__number"
      type="number"
      inputMode="numeric"
      min={1}
      max={most}
      step={1}
      required
      aria-label={label}
      value={text}
      onInput={(happening) => {
        const { value: typed, validity } = happening.currentTarget;
        setText(typed);
        if (typed && validity.valid) change(Number(typed));
      }}
    />
  );
}
