import { describe, expect, it } from "vitest";
import { createBatch } from "./batch.ts";

function collect(options: { size: number; running: number; more?: number }) {
  const runs: number[][] = [];
  const open: (() => void)[] = [];
  const ask = createBatch(async (inputs: number[]) => {
    runs.push(inputs);
    await new Promise<void>((resolve) => open.push(resolve));
    return inputs.map((input) => input * 10);
  }, options);
  const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return { runs, open, ask, turn };
}

describe("a batch", () => {
  it("joins the calls of one turn, and gives each its own answer", async () => {
    const { runs, open, ask, turn } = collect({ size: 10, running: 2 });
    const answers = Promise.all([ask(1), ask(2), ask(3)]);
    await turn();
    open[0]?.();
    expect([await answers, runs]).toEqual([[10, 20, 30], [[1, 2, 3]]]);
  });

  it("M17: never lets a call share a run that began before it", async () => {
    const { runs, open, ask, turn } = collect({ size: 10, running: 2 });
    const first = ask(1);
    await turn();
    const second = ask(2);
    await turn();
    for (const release of open) release();
    expect([await first, await second, runs]).toEqual([10, 20, [[1], [2]]]);
  });

  it("runs no more at once than it may, and no more in one than fit", async () => {
    const { runs, open, ask, turn } = collect({ size: 2, running: 1 });
    const answers = Promise.all([ask(1), ask(2), ask(3)]);
    await turn();
    expect(runs).toEqual([[1, 2]]);
    open[0]?.();
    await turn();
    open[1]?.();
    expect([await answers, runs]).toEqual([
      [10, 20, 30],
      [[1, 2], [3]],
    ]);
  });

  it("starts another run beside one only for enough calls", async () => {
    const { runs, open, ask, turn } = collect({ size: 10, running: 2, more: 2 });
    const answers = [ask(1)];
    await turn();
    answers.push(ask(2));
    await turn();
    expect(runs).toEqual([[1]]);
    answers.push(ask(3));
    await turn();
    expect(runs).toEqual([[1], [2, 3]]);
    for (const release of open) release();
    expect(await Promise.all(answers)).toEqual([10, 20, 30]);
  });

  it("fails the calls of a run that fails, and no others", async () => {
    const ask = createBatch(
      async (inputs: number[]) => {
        if (inputs.includes(1)) throw new Error("no database");
        return inputs;
      },
      { size: 1, running: 2 },
    );
    await expect(Promise.allSettled([ask(1), ask(2)])).resolves.toMatchObject([
      { status: "rejected" },
      { status: "fulfilled", value: 2 },
    ]);
  });
});
