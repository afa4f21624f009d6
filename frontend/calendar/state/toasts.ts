/** What was done, said at the foot of the page, with the stack of what can be undone. */

import { toast } from "../../shell/toasts";
import { Cell } from "./cell";

/** Said to screen readers where nothing else is drawn. */
export const announcement = new Cell<string>("");

export function say(text: string, kind: "done" | "wrong" = "done", action?: { label: string; run: () => void }): void {
  toast({ text, kind, ...(action && { action }) });
}

interface Step {
  undo: () => Promise<void>;
  dismiss: () => void;
}

const MOST = 50;
const steps: Step[] = [];

/** Say what is done, and how to take it back; gives back how to unsay it, should it fail after all. */
export function done(text: string, label: string, undo: () => Promise<void>): () => void {
  announcement.set(text);
  const step: Step = { undo, dismiss: () => undefined };
  steps.push(step);
  if (steps.length > MOST) steps.shift();
  step.dismiss = toast({
    text,
    action: {
      label,
      run: () => {
        void take(step);
      },
    },
  });
  return () => {
    const index = steps.indexOf(step);
    if (index >= 0) steps.splice(index, 1);
    step.dismiss();
  };
}

async function take(step: Step): Promise<void> {
  const index = steps.indexOf(step);
  if (index < 0) return;
  steps.splice(index, 1);
  step.dismiss();
  await step.undo();
}

/** Take back the latest step. False when there is none. */
export function undoLast(): boolean {
  const step = steps.at(-1);
  if (step) void take(step);
  return step !== undefined;
}
