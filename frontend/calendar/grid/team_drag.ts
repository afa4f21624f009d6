/** Pointer drags in the team's grid: what is dragged where; nothing is drawn but the piece that follows the pointer. */

export interface Spot {
  owner: string;
  day: string;
  /** Minutes since midnight; null where hours do not matter. */
  minutes: number | null;
}

export interface DragEnd {
  id: string;
  from: Spot;
  to: Spot;
  edge: boolean;
}

const THRESHOLD = 5;
const SNAP = 15;
const TOUCH_DELAY = 350;

interface Handlers {
  dropped: (end: DragEnd) => void;
  hovering: (spot: Spot | null) => void;
}

export function spotAt(x: number, y: number, hourHeight: number): Spot | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const cell = (element as HTMLElement).closest<HTMLElement>("[data-owner][data-day]");
    if (!cell) continue;
    const { owner = "", day = "" } = cell.dataset;
    const timed = cell.dataset["timed"] === "yes";
    const minutes = timed ? Math.max(0, ((y - cell.getBoundingClientRect().top) / hourHeight) * 60) : null;
    return { owner, day, minutes };
  }
  return null;
}

export function snap(minutes: number): number {
  return Math.round(minutes / SNAP) * SNAP;
}

export class TeamDrag {
  private piece: HTMLElement | null = null;
  private source: HTMLElement | null = null;
  private start = { x: 0, y: 0 };
  private grip = { x: 0, y: 0 };
  private from: Spot | null = null;
  private edge = false;
  private held: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly hourHeight: number,
    private readonly handlers: Handlers,
  ) {
    root.addEventListener("pointerdown", this.down);
    // A drag ends in a click, which must not open what was dragged.
    root.addEventListener("click", this.click, true);
  }

  close(): void {
    this.finish();
    this.root.removeEventListener("pointerdown", this.down);
    this.root.removeEventListener("click", this.click, true);
  }

  private dragged = false;

  private readonly click = (happening: MouseEvent): void => {
    if (!this.dragged) return;
    this.dragged = false;
    happening.preventDefault();
    happening.stopPropagation();
  };

  private readonly down = (happening: PointerEvent): void => {
    this.dragged = false;
    if (happening.button !== 0) return;
    const target = happening.target as HTMLElement;
    const event = target.closest<HTMLElement>("[data-event][data-movable='yes']");
    if (!event) return;
    this.source = event;
    this.edge = target.closest(".ev__edge") !== null;
    this.start = { x: happening.clientX, y: happening.clientY };
    const rect = event.getBoundingClientRect();
    this.grip = { x: happening.clientX - rect.left, y: happening.clientY - rect.top };
    this.from = spotAt(happening.clientX, this.edge ? happening.clientY : rect.top + 1, this.hourHeight);
    if (happening.pointerType === "touch") {
      this.held = setTimeout(() => {
        this.lift();
      }, TOUCH_DELAY);
    } else happening.preventDefault();
    window.addEventListener("pointermove", this.moved);
    window.addEventListener("pointerup", this.up);
    window.addEventListener("pointercancel", this.finish);
    window.addEventListener("keydown", this.key, true);
    // While a piece is held by a finger the page must not scroll under it.
    window.addEventListener("touchmove", this.hold, { passive: false });
  };

  private readonly hold = (happening: TouchEvent): void => {
    if (this.piece) happening.preventDefault();
  };

  private readonly key = (happening: KeyboardEvent): void => {
    if (happening.key === "Escape" && this.piece) {
      happening.stopPropagation();
      this.dragged = true;
      this.finish();
    }
  };

  private lift(): void {
    if (!this.source || this.piece) return;
    const rect = this.source.getBoundingClientRect();
    this.piece = this.source.cloneNode(true) as HTMLElement;
    this.piece.classList.add("team__piece");
    this.piece.style.width = `${String(rect.width)}px`;
    this.piece.style.height = `${String(rect.height)}px`;
    document.body.append(this.piece);
    document.body.classList.add("calendar-dragging");
    this.source.classList.add("ev--lifted");
    this.follow(this.start.x, this.start.y);
  }

  private readonly moved = (happening: PointerEvent): void => {
    const far = Math.hypot(happening.clientX - this.start.x, happening.clientY - this.start.y) > THRESHOLD;
    if (!this.piece && far) {
      if (happening.pointerType === "touch") {
        this.finish();
        return;
      }
      this.lift();
    }
    if (this.piece) this.follow(happening.clientX, happening.clientY);
  };

  private follow(x: number, y: number): void {
    if (!this.piece || !this.source) return;
    const rect = this.source.getBoundingClientRect();
    if (this.edge) {
      this.piece.style.left = `${String(rect.left)}px`;
      this.piece.style.top = `${String(rect.top)}px`;
      this.piece.style.height = `${String(Math.max(12, y - rect.top))}px`;
    } else {
      this.piece.style.left = `${String(x - this.grip.x)}px`;
      this.piece.style.top = `${String(y - this.grip.y)}px`;
    }
    this.handlers.hovering(this.spot(x, y));
  }

  private spot(x: number, y: number): Spot | null {
    return spotAt(x, this.edge ? y : y - this.grip.y + 1, this.hourHeight) ?? spotAt(x, y, this.hourHeight);
  }

  private readonly up = (happening: PointerEvent): void => {
    const { piece, source, from, edge } = this;
    const to = piece ? this.spot(happening.clientX, happening.clientY) : null;
    this.finish();
    if (!piece) return;
    this.dragged = true;
    const id = source?.dataset["event"];
    if (id && from && to) this.handlers.dropped({ id, from, to, edge });
  };

  private readonly finish = (): void => {
    clearTimeout(this.held);
    this.piece?.remove();
    this.source?.classList.remove("ev--lifted");
    document.body.classList.remove("calendar-dragging");
    this.piece = null;
    this.source = null;
    this.handlers.hovering(null);
    window.removeEventListener("pointermove", this.moved);
    window.removeEventListener("pointerup", this.up);
    window.removeEventListener("pointercancel", this.finish);
    window.removeEventListener("keydown", this.key, true);
    window.removeEventListener("touchmove", this.hold);
  };
}
