/** Searching on each pause: what is found belongs to the text that was asked for, and to no other. */

import { useEffect, useRef, useState } from "preact/hooks";

export interface Option<T> {
  key: string;
  label: string;
  meta?: string;
  value: T;
}

type Search<T> = (text: string, signal: AbortSignal) => Promise<Option<T>[]>;

interface Found<T> {
  text: string;
  options: Option<T>[];
}

const PAUSE = 120;

export interface Searching<T> {
  /** Null until something was looked for. While one types on, what was found before. */
  options: Option<T>[] | null;
  /** Whether the options are those of the text as it stands. */
  fresh: boolean;
  /** Do it with what will be found for the text as it stands. */
  whenFound: (next: (options: Option<T>[]) => void) => void;
}

/** `text` is null while nothing is to be looked for. */
export function useSearch<T>(search: Search<T>, text: string | null, arrived: () => void): Searching<T> {
  const [found, setFound] = useState<Found<T> | null>(null);
  const latest = useRef({ search, arrived });
  latest.current = { search, arrived };
  const waiting = useRef<{ text: string; next: (options: Option<T>[]) => void } | null>(null);

  useEffect(() => {
    if (text === null) {
      setFound(null);
      waiting.current = null;
      return undefined;
    }
    const controller = new AbortController();
    const settle = (options: Option<T>[]): void => {
      if (controller.signal.aborted) return;
      setFound({ text, options });
      latest.current.arrived();
      const asked = waiting.current;
      waiting.current = null;
      if (asked?.text === text) asked.next(options);
    };
    const timer = setTimeout(() => {
      latest.current.search(text, controller.signal).then(settle, () => {
        settle([]);
      });
    }, text ? PAUSE : 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text]);

  return {
    options: text === null ? null : (found?.options ?? null),
    fresh: text !== null && found?.text === text,
    whenFound: (next) => {
      if (text !== null) waiting.current = { text, next };
    },
  };
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
