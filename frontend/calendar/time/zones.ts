/** Instants and wall clocks, by the browser's own table of zones. */

/** "2026-11-24T14:00" as a clock on the wall shows it. */
export type Wall = string;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    clocks.set(zone, clock);
  }
  return clock;
}

export function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

function wallMs(instant: number, zone: string): number {
  const part: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(instant)) part[type] = value;
  const { year = "", month = "", day = "", hour = "", minute = "", second = "" } = part;
  // Not by Date.UTC, which takes the year 27 (while 2027 is being typed) for 1927.
  return Date.parse(`${year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Minutes ahead of UTC at that instant. */
export function offsetAt(instant: number, zone: string): number {
  const whole = Math.floor(instant / 1000) * 1000;
  return Math.round((wallMs(whole, zone) - whole) / 60_000);
}

export function wallAt(instant: number, zone: string): Wall {
  return new Date(wallMs(instant, zone)).toISOString().slice(0, 16);
}

/** The instants at which that wall clock is read: none where a clock change skips it, two where it repeats. */
export function instantsOf(wall: Wall, zone: string): number[] {
  const asUtc = Date.parse(`${wall}:00Z`);
  const offsets = new Set([offsetAt(asUtc - 86_400_000, zone), offsetAt(asUtc + 86_400_000, zone)]);
  return [...offsets]
    .map((offset) => asUtc - offset * 60_000)
    .filter((instant) => wallAt(instant, zone) === wall)
    .sort((a, b) => a - b);
}

/** That wall clock's first instant; where it is skipped, the moment that the clocks jump over it. */
export function instantOf(wall: Wall, zone: string): number {
  const [first] = instantsOf(wall, zone);
  return first ?? Date.parse(`${wall}:00Z`) - offsetAt(Date.parse(`${wall}:00Z`) - 86_400_000, zone) * 60_000;
}

/** "2026-11-24T14:00:00+01:00". */
export function withOffset(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone);
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / 60)).padStart(2, "0");
  const minutes = String(size % 60).padStart(2, "0");
  return `${wallAt(instant, zone)}:00${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}

export function addMinutes(wall: Wall, minutes: number): Wall {
  return new Date(Date.parse(`${wall}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);
}

export function minutesBetween(from: Wall, to: Wall): number {
  return (Date.parse(`${to}:00Z`) - Date.parse(`${from}:00Z`)) / 60_000;
}

let known: string[] | undefined;

export function zones(): string[] {
  known ??= [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])];
  return known;
}

/** "New York" of "America/New_York". */
export function cityOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}
