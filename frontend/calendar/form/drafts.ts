/** What was typed and not yet saved: kept through a reload, a crash of the tab, a wrong click. */

import type { EventForm } from "./values";

const AGE = 3 * 24 * 3600 * 1000;

function keyOf(id: string | null): string {
  return `tournee.draft.${id ?? "new"}`;
}

export interface Draft {
  form: EventForm;
  version: number | null;
}

export function keepDraft(id: string | null, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify({ ...draft, at: Date.now() }));
  } catch {
    // Full or forbidden storage: the draft lives as long as the page.
  }
}

export function draftOf(id: string | null): Draft | null {
  try {
    const raw = localStorage.getItem(keyOf(id));
    if (!raw) return null;
    const kept = JSON.parse(raw) as Draft & { at: number };
    if (Date.now() - kept.at > AGE) {
      forgetDraft(id);
      return null;
    }
    return kept;
  } catch {
    return null;
  }
}

export function forgetDraft(id: string | null): void {
  try {
    localStorage.removeItem(keyOf(id));
  } catch {
    // Nothing was kept then.
  }
}
