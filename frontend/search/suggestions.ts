import { element } from "../shell/element";

/** What a suggestion carries: `text` goes into the box, `fill` into fields of the same form, `url` is where it leads. */
export type Chosen = DOMStringMap;

const WAIT = 120;
let count = 0;

/** Make every `<input data-suggest="/address/">` a combobox (WAI-ARIA 1.2) whose options the server draws. */
export function startSuggestions(root: ParentNode = document): void {
  for (const box of root.querySelectorAll<HTMLInputElement>("input[data-suggest]")) new Suggestions(box);
}

class Suggestions {
  private readonly list: HTMLUListElement;
  private timer = 0;
  private asked = "";
  private request: AbortController | undefined;
  private current = -1;

  constructor(private readonly box: HTMLInputElement) {
    const id = `suggestions-${++count}`;
    const label = box.getAttribute("aria-label") ?? box.labels?.[0]?.innerText ?? box.placeholder;
    this.list = element("ul", { class: "suggestions suggestions--below", id, role: "listbox", "aria-label": label });
    this.list.hidden = true;
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", id);
    box.autocomplete = "off";
    box.after(this.list);
    box.addEventListener("input", () => this.typed());
    // Before the listeners of others: a key that the open list takes is not theirs.
    box.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    box.addEventListener("blur", () => this.close());
    // Pressing an option must not take the focus away, or the list would be gone before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.choose(option);
    });
  }

  private get options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]:not([aria-disabled])")];
  }

  private typed(): void {
    const clears = this.box.dataset["suggestClears"];
    if (clears) setField(this.box, clears, "");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT);
  }

  private async ask(): Promise<void> {
    const text = this.box.value.trim();
    this.request?.abort();
    if (!text) {
      this.asked = "";
      this.close();
      return;
    }
    if (text === this.asked && !this.list.hidden) return;
    this.asked = text;
    this.request = new AbortController();
    const address = `${this.box.dataset["suggest"] ?? ""}?q=${encodeURIComponent(text)}`;
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: this.request.signal });
      // A page instead of a list: signed out, or refused. The form itself says so when it is sent.
      if (!answer.ok || answer.redirected) return;
      this.show(await answer.text());
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) this.close();
    }
  }

  private show(html: string): void {
    if (document.activeElement !== this.box) return;
    const parsed = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html");
    this.list.replaceChildren(...(parsed.querySelector("ul")?.children ?? []));
    this.options.forEach((option, index) => {
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("aria-selected", "false");
    });
    this.current = -1;
    this.box.removeAttribute("aria-activedescendant");
    const empty = this.list.children.length === 0;
    this.list.hidden = empty;
    this.box.setAttribute("aria-expanded", String(!empty));
  }

  private close(): void {
    this.list.hidden = true;
    this.current = -1;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }

  private pressed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.mark(event.key === "ArrowDown" ? this.current + 1 : this.current - 1);
      else void this.ask();
    } else if (event.key === "Enter" && open && this.current >= 0) {
      event.preventDefault();
      const option = this.options[this.current];
      if (option) this.choose(option);
    } else if (event.key === "Escape" && open) {
      // The first Escape closes the list, the next one leaves the box.
      event.preventDefault();
      event.stopImmediatePropagation();
      this.close();
    } else if (event.key === "Tab") this.close();
  }

  private mark(index: number): void {
    const options = this.options;
    if (!options.length) return;
    this.current = (index + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.current)));
    const marked = options[this.current];
    if (!marked) return;
    this.box.setAttribute("aria-activedescendant", marked.id);
    marked.scrollIntoView({ block: "nearest" });
  }

  private choose(option: HTMLElement): void {
    if (option.getAttribute("aria-disabled")) return;
    const { url, text, fill } = option.dataset;
    this.close();
    if (url) {
      window.location.assign(url);
      return;
    }
    window.clearTimeout(this.timer);
    this.box.value = text ?? this.box.value;
    this.asked = this.box.value.trim();
    for (const [name, value] of Object.entries(JSON.parse(fill ?? "{}") as Record<string, string>)) {
      setField(this.box, name, value);
    }
    this.box.dispatchEvent(new CustomEvent<Chosen>("suggestion:chosen", { bubbles: true, detail: { ...option.dataset } }));
  }
}

function setField(box: HTMLInputElement, name: string, value: string): void {
  const field = box.form?.elements.namedItem(name);
  if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
}
