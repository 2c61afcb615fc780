/** A clock that moves only when a test moves it. Hand `clock.now` to a context. */
export interface Clock {
  now: () => Date;
  advance(ms: number): void;
  set(time: string | Date): void;
}

/** A stopped clock, at the given time or at a fixed one. */
export function createClock(start: string | Date = "2026-03-01T12:00:00.000Z"): Clock {
  let ms = new Date(start).getTime();
  return {
    now: () => new Date(ms),
    advance: (by) => {
      ms += by;
    },
    set: (time) => {
      ms = new Date(time).getTime();
    },
  };
}
