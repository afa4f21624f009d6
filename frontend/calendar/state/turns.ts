/** Changes of one event go one after the other, each on the version that the one before it made. */

const turns = new Map<string, { last: Promise<unknown>; waiting: number }>();
const made = new Map<string, number>();

/** Do it when what was begun before on the same event is done, however that ended. */
export function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
  const turn = turns.get(id) ?? { last: Promise.resolve(), waiting: 0 };
  turns.set(id, turn);
  turn.waiting += 1;
  const mine = turn.last.then(work).finally(() => {
    turn.waiting -= 1;
    if (turn.waiting === 0) turns.delete(id);
  });
  turn.last = mine.catch(() => undefined);
  return mine;
}

/** Whether something is still to come that makes this answer old. */
export function isOvertaken(id: string): boolean {
  return turns.has(id);
}

export function noteVersion(id: string, version: number): void {
  made.set(id, version);
}

/** The version in hand, or the later one that an own change has made since. */
export function newestVersion(id: string, version: number): number {
  return Math.max(version, made.get(id) ?? 0);
}
