/** Which occurrences of a series a change is meant for: asked each time, remembered never. */

import { Cell } from "./cell";

export type Scope = "this" | "following" | "all";
export type Deed = "move" | "edit" | "delete";

export interface Question {
  deed: Deed;
  subject: string;
  /** When the occurrence in question is, in words. */
  when: string;
  /** The first is the usual one. */
  choices: readonly Scope[];
  /** Null: nothing is done. */
  answer: (scope: Scope | null) => void;
}

export const question = new Cell<Question | null>(null);

const EACH: readonly Scope[] = ["this", "following", "all"];
// A rule belongs to more than one occurrence.
const WHOLE: readonly Scope[] = ["following", "all"];

export function askScope(deed: Deed, subject: string, when: string, ofRule = false): Promise<Scope | null> {
  question.value?.answer(null);
  return new Promise((resolve) => {
    question.set({
      deed,
      subject,
      when,
      choices: ofRule ? WHOLE : EACH,
      answer: (scope) => {
        question.set(null);
        resolve(scope);
      },
    });
  });
}
