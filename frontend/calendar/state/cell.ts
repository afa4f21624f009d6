/** A value that tells when it changes, and the hook that draws it. */

import { useLayoutEffect, useState } from "preact/hooks";

export class Cell<T> {
  private readonly listeners = new Set<(value: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    if (value === this.current) return;
    this.current = value;
    for (const listener of [...this.listeners]) listener(value);
  }

  update(change: (value: T) => T): void {
    this.set(change(this.current));
  }

  subscribe(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

export function useCell<T>(cell: Cell<T>): T {
  const [value, setValue] = useState(cell.value);
  // Before anything else can happen: what changed since it was drawn is not missed.
  useLayoutEffect(() => {
    setValue(() => cell.value);
    return cell.subscribe((next) => {
      setValue(() => next);
    });
  }, [cell]);
  return value;
}
