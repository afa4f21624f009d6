/** The page of reminders: the same list as beside the calendar, with everything in it. */

import { render } from "preact";
import { useEffect } from "preact/hooks";
import { TaskForm } from "./form/task_form";
import { OwnersDropdown } from "./panels/filters";
import { Tasks } from "./panels/tasks";
import { useCell } from "./state/cell";
import { loadTasks } from "./state/feed";
import { listen } from "./state/live";
import { sheet } from "./state/screens";
import { announcement, undoLast } from "./state/toasts";
import { view } from "./state/view";

function App() {
  const open = useCell(sheet);
  const text = useCell(announcement);
  useEffect(() => {
    void loadTasks();
    return view.subscribe(() => void loadTasks());
  }, []);
  return (
    <>
      <div class="row">
        <OwnersDropdown />
      </div>
      <Tasks brief={false} />
      {open?.kind === "task" ? <TaskForm key={open.task?.id ?? "new"} task={open.task} due={open.due} /> : null}
      <p class="visually-hidden" role="status" aria-live="polite">
        {text}
      </p>
    </>
  );
}

export function startTasks(root: HTMLElement): void {
  root.replaceChildren();
  render(<App />, root);
  listen();
  document.addEventListener("keydown", (happening) => {
    const field = (happening.target as HTMLElement).closest("input, textarea, select");
    if ((happening.ctrlKey || happening.metaKey) && happening.key.toLowerCase() === "z" && !field && undoLast()) {
      happening.preventDefault();
    }
  });
}
