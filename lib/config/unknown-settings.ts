import { environmentSchema } from "./environment.ts";

/** An environment variable that looks like a setting and is none, with the setting that it may have meant. */
export interface UnknownSetting {
  name: string;
  meant: string | null;
}

// Container platforms announce neighbours as NAME_SERVICE_HOST, NAME_PORT_80_TCP_ADDR and so on.
const ofThePlatform = /_SERVICE_|_PORT_\d+_(TCP|UDP)|_PORT$/;

/**
 * What of an environment begins like our settings (`GATEWAY_…`, `METRICS_…`) without being one: most likely misspelt, so
 * that what was meant is not in force. Only names are looked at, never values.
 */
export function findUnknownSettings(env: Record<string, string | undefined>): UnknownSetting[] {
  const known = Object.keys(environmentSchema.shape);
  const families = new Set<string | null>(known.map(familyOf).filter((family) => family !== null));
  return Object.keys(env)
    .filter((name) => families.has(familyOf(name)) && !known.includes(name) && !ofThePlatform.test(name))
    .sort()
    .map((name) => ({ name, meant: nearest(name, known) }));
}

// `DATABASE_…` and `DATA_…` belong to other software on the same machine as often as to us.
const sharedFamilies = new Set(["DATABASE", "DATA", "LOG", "SESSION"]);

function familyOf(name: string): string | null {
  const [family = "", ...rest] = name.split("_");
  return rest.length > 0 && !sharedFamilies.has(family) ? family : null;
}

function nearest(name: string, known: readonly string[]): string | null {
  const ranked = known.map((candidate) => ({ candidate, steps: editSteps(name, candidate) }));
  const best = ranked.reduce((least, next) => (next.steps < least.steps ? next : least));
  return best.steps <= name.length / 3 ? best.candidate : null;
}

/** How many letters have to be put in, taken out or changed to get from one word to the other (Levenshtein). */
function editSteps(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + Number(from[i - 1] !== to[j - 1]);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
