import assert from "node:assert/strict";
import { test } from "node:test";
import { inTurn, isOvertaken, newestVersion, noteVersion } from "../calendar/state/turns";

function held<T>() {
  let release: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    release = done;
  });
  return { promise, release };
}

test("changes of one event go one after the other, those of others at once", async () => {
  const log: string[] = [];
  const first = held<void>();
  const work = (name: string, wait?: Promise<void>) => async () => {
    log.push(`${name} begins`);
    await wait;
    log.push(`${name} ends`);
  };
  const one = inTurn("a", work("one", first.promise));
  const two = inTurn("a", work("two"));
  await inTurn("b", work("other"));
  assert.deepEqual(log, ["one begins", "other begins", "other ends"]);
  assert.ok(isOvertaken("a"));
  first.release();
  await Promise.all([one, two]);
  assert.deepEqual(log.slice(3), ["one ends", "two begins", "two ends"]);
  assert.ok(!isOvertaken("a"));
});

test("a change that fails stops none after it", async () => {
  const failed = inTurn("c", () => Promise.reject(new Error("refused")));
  const after = inTurn("c", () => Promise.resolve("done"));
  await assert.rejects(failed, /refused/);
  assert.equal(await after, "done");
});

test("the newest version is one's own last or the one in hand", () => {
  noteVersion("d", 5);
  assert.equal(newestVersion("d", 4), 5);
  assert.equal(newestVersion("d", 6), 6);
  assert.equal(newestVersion("e", 1), 1);
});
