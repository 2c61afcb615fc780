import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { createRefusalLimit } from "./refusal-limit.ts";

it("U-01: writes the first few of a kind, then their number once, and begins anew", async () => {
  const limit = createRefusalLimit({ most: 3, whileMs: 60 });
  const written: string[] = [];
  const note = (kind: string) => limit.note(kind, async (more) => void written.push(`${kind} ${more}`));
  for (let n = 0; n < 10; n++) await note("a");
  await note("b");
  expect(written).toEqual(["a 0", "a 0", "a 0", "b 0"]);
  await delay(120);
  expect(written.slice(4)).toEqual(["a 7"]);
  await note("a");
  expect(written.slice(5)).toEqual(["a 0"]);
});
