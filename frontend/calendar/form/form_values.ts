/** What a form holds while it is filled in; each change is kept as a draft. */

import { useRef, useState } from "preact/hooks";
import { changed } from "./merge";

export interface Values<F> {
  values: F;
  /** The values now, also within the handler that changes them. */
  latest: { readonly current: F };
  change: (next: F) => void;
}

/** Two fields may change before the form is drawn again: of what a field hands back, only its own part is taken. */
export function useValues<F extends object>(initial: F, keep: (values: F) => void): Values<F> {
  const [values, draw] = useState(initial);
  const latest = useRef(values);
  const change = (next: F): void => {
    latest.current = { ...latest.current, ...changed(values, next) };
    draw(latest.current);
    keep(latest.current);
  };
  return { values, latest, change };
}
