import { expect, it } from "vitest";
import type { QuirkName } from "#lib/offerings/vocabulary.ts";
import { Replay } from "./replay.ts";

declare module "vitest" {
  interface TaskMeta {
    /** The quirk whose test has run to its end. */
    quirk?: QuirkName;
  }
}

/** An offering that carries the quirk, by its id, and the variables of an integration where its examples will not do. */
type Carrier = string | { id: string; variables: Record<string, string> };

/**
 * A test that replays what the quirk is about, as an offering that carries it documents it, against a server on
 * loopback. The quirk counts as tested (`npm run check:catalogue`) when the test ran, passed and reached that server.
 */
export function quirkTest(
  quirk: QuirkName,
  carrier: Carrier,
  title: string,
  run: (replay: Replay) => Promise<void>,
): void {
  const { id, variables } = typeof carrier === "string" ? { id: carrier, variables: {} } : carrier;
  it(`${quirk} (${id}): ${title}`, async ({ task }) => {
    await withReplay(id, variables, async (replay) => {
      expect(replay.offering.quirks).toContain(quirk);
      await run(replay);
      expect(replay.requests.length).toBeGreaterThan(0);
    });
    task.meta.quirk = quirk;
  });
}

/** Another offering beside the one that a test is about. */
export async function withReplay<T>(
  id: string,
  variables: Record<string, string>,
  run: (replay: Replay) => Promise<T>,
): Promise<T> {
  const replay = new Replay(id, variables);
  await replay.start();
  try {
    return await run(replay);
  } finally {
    await replay.stop();
  }
}
