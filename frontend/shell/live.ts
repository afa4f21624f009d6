import { checkSession } from "./session";

/** One change that this person may hear of; dispatched on `document` as `tournee:change`. */
export interface Change {
  number: number;
  kind: string;
  subject_type: string;
  subject_id: string;
}

const STREAM = "/api/v1/changes/stream";
const PAUSE_AFTER = 5 * 60 * 1000;
const LONGEST_WAIT = 60_000;

/*
 * One tab holds the connection for all tabs (browsers allow six per server over HTTP/1.1) and tells the others by a
 * BroadcastChannel. A tab that was hidden for five minutes lets go; when it is seen again, it asks pages to read anew
 * by `tournee:resync`, as it may have missed changes.
 */
class LiveConnection {
  private readonly channel = new BroadcastChannel("tournee-live");
  private stream: EventSource | undefined;
  private letGo: (() => void) | undefined;
  private waiting: AbortController | undefined;
  // A page that read something tells how far the log was then: what comes before the stream opens is not lost.
  private last = Number(document.body.dataset["heard"] ?? 0);
  private failures = 0;
  private retry = 0;
  private pausing = 0;
  private paused = false;

  start(): void {
    this.channel.addEventListener("message", (event) => this.hearFromOtherTab(event.data as Change | { resync: number }));
    document.addEventListener("visibilitychange", () => this.seenOrHidden());
    window.addEventListener("pagehide", () => this.pause());
    window.addEventListener("pageshow", (event) => event.persisted && this.resume());
    this.standForElection();
  }

  private seenOrHidden(): void {
    window.clearTimeout(this.pausing);
    if (document.visibilityState === "hidden") this.pausing = window.setTimeout(() => this.pause(), PAUSE_AFTER);
    else this.resume();
  }

  private pause(): void {
    this.paused = true;
    this.waiting?.abort();
    window.clearTimeout(this.retry);
    this.stream?.close();
    this.letGo?.();
  }

  private resume(): void {
    if (!this.paused) return;
    this.paused = false;
    document.dispatchEvent(new CustomEvent("tournee:resync"));
    this.standForElection();
  }

  private standForElection(): void {
    if (!("locks" in navigator)) return this.connect();
    this.waiting = new AbortController();
    const hold = (): Promise<void> =>
      new Promise((done) => {
        this.letGo = done;
        this.connect();
      });
    navigator.locks.request("tournee-live", { signal: this.waiting.signal }, hold).catch(() => undefined);
  }

  private connect(): void {
    if (this.paused) return;
    const stream = new EventSource(this.last ? `${STREAM}?since=${this.last}` : STREAM);
    this.stream = stream;
    stream.addEventListener("open", () => (this.failures = 0));
    stream.addEventListener("change", (event) => {
      const change = JSON.parse((event as MessageEvent<string>).data) as Change;
      this.channel.postMessage(change);
      this.hear(change);
    });
    // Where the log stands now; and that more was missed than the server tells one by one.
    stream.addEventListener("ready", (event) => (this.last ||= numberOf(event)));
    stream.addEventListener("resync", (event) => {
      this.last = numberOf(event);
      this.channel.postMessage({ resync: this.last });
      document.dispatchEvent(new CustomEvent("tournee:resync"));
    });
    stream.addEventListener("error", () => this.reconnect(stream));
  }

  private reconnect(stream: EventSource): void {
    // The browser's own reconnecting knows no back-off and gives up on any error status.
    stream.close();
    if (this.paused || stream !== this.stream) return;
    if (this.failures === 1) checkSession().catch(() => undefined);
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures) * (0.5 + Math.random() / 2);
    this.failures += 1;
    this.retry = window.setTimeout(() => this.connect(), wait);
  }

  private hearFromOtherTab(message: Change | { resync: number }): void {
    if (!("resync" in message)) return this.hear(message);
    this.last = message.resync;
    document.dispatchEvent(new CustomEvent("tournee:resync"));
  }

  private hear(change: Change): void {
    if (change.number <= this.last) return;
    this.last = change.number;
    document.dispatchEvent(new CustomEvent<Change>("tournee:change", { detail: change }));
  }
}

function numberOf(event: Event): number {
  return (JSON.parse((event as MessageEvent<string>).data) as { number: number }).number;
}

/** Listen to colleagues' changes for as long as somebody is signed in and looks. */
export function startLive(): void {
  if (document.body.dataset["member"]) new LiveConnection().start();
}
