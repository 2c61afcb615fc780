/** Lines for the person who started Mooring; everything else goes to the log. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs a stage of the start and prints how long it took. `describe` may say what came of it. */
export async function stage<T>(
  name: string,
  work: () => Promise<T>,
  describe: (result: T) => string = () => "",
): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  sayStage(name, performance.now() - startedAt, describe(result));
  return result;
}

/** Prints one stage: its name, its seconds, and what came of it. */
export function sayStage(name: string, ms: number, outcome = ""): void {
  say(`${name.padEnd(12)}${(ms / 1000).toFixed(1).padStart(6)} s  ${outcome}`.trimEnd());
}
