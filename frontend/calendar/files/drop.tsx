/** A file dropped anywhere on the calendar is taken; while it hovers, a hint says so. */

import { isModalOpen } from "../../shell/typing";
import { Icon } from "../icon";
import { Cell, useCell } from "../state/cell";
import { importing, chooseFiles, openImport } from "./importing";
import { words } from "./messages";

const hovering = new Cell<boolean>(false);

function carriesFiles(happening: DragEvent): boolean {
  return happening.dataTransfer?.types.includes("Files") ?? false;
}

/** Another question is open: that comes first. */
function isBusy(): boolean {
  return isModalOpen() && !importing.value;
}

function over(happening: DragEvent): void {
  if (!carriesFiles(happening)) return;
  // Else the browser would leave the page for the file.
  happening.preventDefault();
  if (happening.dataTransfer) happening.dataTransfer.dropEffect = isBusy() ? "none" : "copy";
  hovering.set(!isBusy());
}

function dropped(happening: DragEvent): void {
  if (!carriesFiles(happening)) return;
  happening.preventDefault();
  hovering.set(false);
  const files = [...(happening.dataTransfer?.files ?? [])];
  if (isBusy() || !files.length) return;
  if (importing.value) chooseFiles(files);
  else openImport(files);
}

export function startDrops(): void {
  document.addEventListener("dragenter", over);
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (happening) => {
    // Without a place that it goes to, it has left the window.
    if (!happening.relatedTarget) hovering.set(false);
  });
  document.addEventListener("drop", dropped);
}

export function DropHint() {
  const shown = useCell(hovering);
  const open = useCell(importing);
  // The dialog lies over all else, and says it itself.
  return shown && !open ? (
    <div class="drop-hint" aria-hidden="true">
      <p class="drop-hint__text">
        <Icon name="upload" /> {words.dropHint}
      </p>
    </div>
  ) : null;
}
