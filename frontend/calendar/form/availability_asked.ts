/** Asks who is free, and when all are: again whenever people or day change, never twice at once. */

import { useEffect, useState } from "preact/hooks";
import { call, query } from "../api/http";
import type { Page } from "../api/shapes";
import { addDays, type Day } from "../time/dates";
import type { FreeBusy, Span } from "./availability_spans";

export interface Asked<T> {
  found: T | null;
  failed: boolean;
  retry: () => void;
}

const PAUSE = 200;

/** What `path` answers; the former answer stands until the next is there. */
function useAnswer<T>(path: string): Asked<T[]> {
  const [found, setFound] = useState<T[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [again, setAgain] = useState(0);
  useEffect(() => {
    if (!path) {
      setFound(null);
      return undefined;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      call<Page<T>>("GET", path, { signal: controller.signal }).then(
        (page) => {
          if (controller.signal.aborted) return;
          setFound(page.items);
          setFailed(false);
        },
        () => {
          if (!controller.signal.aborted) setFailed(true);
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [path, again]);
  const retry = (): void => {
    setFailed(false);
    setAgain(again + 1);
  };
  return { found, failed, retry };
}

export interface Who {
  people: readonly string[];
  zone: string;
  /** The event that is being changed: it does not stand in its own way. */
  ownId: string | null;
}

function common({ people, zone, ownId }: Who) {
  return { user: people, time_zone: zone, except_event: ownId };
}

export function useFreeBusy(who: Who, day: Day): Asked<FreeBusy[]> {
  return useAnswer(`/free-busy${query({ ...common(who), start: day, end: addDays(day, 1) })}`);
}

/** `start` is a day or a moment. */
export function useSlots(who: Who, start: string, minutes: number): Asked<Span[]> {
  const usable = minutes >= 5 && minutes <= 1440;
  return useAnswer(usable ? `/free-slots${query({ ...common(who), start, minutes, most: 4 })}` : "");
}
