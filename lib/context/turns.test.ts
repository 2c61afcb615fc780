import { expect, it } from "vitest";
import { createTurns } from "./turns.ts";

const soon = () => new Promise((resolve) => setImmediate(resolve));

it("lets no more in at one place than it may, and another place is another matter", async () => {
  const turns = createTurns(2);
  const [first] = await Promise.all([turns.take("a", "ada"), turns.take("a", "ada")]);
  const begun: string[] = [];
  void turns.take("a", "ada").then(() => begun.push("third"));
  await turns.take("b", "ada");
  await soon();
  expect(begun).toEqual([]);
  first?.();
  await soon();
  expect(begun).toEqual(["third"]);
});

it("has those who wait come by turns, however much one of them wants", async () => {
  const turns = createTurns(1);
  const begun: string[] = [];
  const work = async (who: string) => {
    const end = await turns.take("a", who);
    begun.push(who);
    await soon();
    end();
  };
  const all = ["robot", "robot", "robot", "robot", "grace", "ada", "ada"].map(work);
  await Promise.all(all);
  expect(begun).toEqual(["robot", "robot", "grace", "ada", "robot", "ada", "robot"]);
});
