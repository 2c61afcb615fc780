interface Waiting<In, Out> {
  input: In;
  resolve(output: Out): void;
  reject(error: unknown): void;
}

interface BatchOptions {
  /** How many inputs one run takes. */
  size: number;
  /** How many runs there are at once; what comes meanwhile waits together. */
  running: number;
  /** How many must wait before another run starts beside one: few round trips with much in them cost least. */
  more?: number;
}

/**
 * Joins calls of the same turn of the event loop into one run. A call's run always begins after the call, so it never
 * gets an answer that is older than its question (M17). A run that fails fails for all of its calls.
 */
export function createBatch<In, Out>(
  run: (inputs: In[]) => Promise<Out[]>,
  { size, running, more = 1 }: BatchOptions,
): (input: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let active = 0;
  let isPlanned = false;

  const plan = () => {
    if (isPlanned || active >= running || waiting.length < (active > 0 ? more : 1)) return;
    isPlanned = true;
    setImmediate(start);
  };
  const start = () => {
    isPlanned = false;
    const batch = waiting.splice(0, size);
    active++;
    void settle(batch).finally(() => {
      active--;
      plan();
    });
    plan();
  };
  const settle = async (batch: Waiting<In, Out>[]) => {
    try {
      const outputs = await run(batch.map(({ input }) => input));
      for (const [index, { resolve }] of batch.entries()) resolve(outputs[index] as Out);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      plan();
    });
}
