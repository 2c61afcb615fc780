/** Ends a turn. */
type End = () => void;

/** Who may write now, where many want to write to one thing. */
export interface Turns {
  /** Resolves when it is `who`'s turn at `place`; give the turn back by what it resolves to. */
  take(place: string, who: string): Promise<End>;
}

interface Place {
  running: number;
  /** Who waits, in the order in which their turns come; each with all that they want to do. */
  waiting: Map<string, (() => void)[]>;
}

/**
 * Lets `atOnce` in at each place. Those who wait come by turns, one of each, however much one of them wants to do: whoever
 * asks for a thousand turns keeps nobody else waiting for longer than one.
 */
export function createTurns(atOnce: number): Turns {
  const places = new Map<string, Place>();
  const end = (name: string, place: Place) => {
    const [next] = place.waiting;
    if (!next) {
      place.running--;
      if (place.running === 0) places.delete(name);
      return;
    }
    const [who, begins] = next;
    const begin = begins.shift();
    place.waiting.delete(who);
    if (begins.length > 0) place.waiting.set(who, begins);
    begin?.();
  };
  return {
    take: async (name, who) => {
      const place = places.get(name) ?? { running: 0, waiting: new Map() };
      places.set(name, place);
      if (place.running < atOnce) place.running++;
      else
        await new Promise<void>((begin) => {
          const begins = place.waiting.get(who);
          if (begins) begins.push(begin);
          else place.waiting.set(who, [begin]);
        });
      return () => end(name, place);
    },
  };
}
