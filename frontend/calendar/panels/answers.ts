/** Answers as a sign and a word, never by colour alone. */

import type { Answer } from "../api/shapes";
import { t } from "../messages";

const SIGNS: Record<Answer, string> = { accepted: "✓", tentative: "?", none: "–", declined: "✕" };

export function answerSign(answer: Answer): string {
  return SIGNS[answer];
}

export function answerWord(answer: Answer): string {
  return { accepted: t.accepted, tentative: t.tentative, none: t.noAnswer, declined: t.declined }[answer];
}
