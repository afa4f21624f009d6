/** What was typed and not yet saved: kept through a reload, a crash of the tab, a wrong click. */

import { boot } from "../boot";
import type { Key } from "../state/occurrence";

const AGE = 3 * 24 * 3600 * 1000;

export interface Draft<F> {
  form: F;
  /** What the form was opened with, where something is changed; null for something new. */
  base: F | null;
}

/** A colleague at the same browser finds nothing of mine. */
function keyOf(name: string): string {
  return `tournee.draft.${boot.me.id}.${name}`;
}

/** `kind` is the form's, `key` that of what it changes. */
export function draftName(kind: "event" | "task", key: Key | null): string {
  return `${kind}.${key ?? "new"}`;
}

export function keepDraft<F>(name: string, draft: Draft<F>): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify({ ...draft, at: Date.now() }));
  } catch {
    // Full or forbidden storage: the draft lives as long as the page.
  }
}

export function draftOf<F>(name: string): Draft<F> | null {
  try {
    const raw = localStorage.getItem(keyOf(name));
    if (!raw) return null;
    const kept = JSON.parse(raw) as Draft<F> & { at: number };
    if (Date.now() - kept.at > AGE) {
      forgetDraft(name);
      return null;
    }
    return kept;
  } catch {
    return null;
  }
}

export function forgetDraft(name: string): void {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // Nothing was kept then.
  }
}
