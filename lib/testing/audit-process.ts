import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { revokeApiKey } from "#lib/api-keys/revoke-api-key.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { openDatabase } from "#lib/db/client.ts";
import { testContext } from "./context.ts";

/*
 * A process that acts through verbs, many at a time, for the check of the audit chain:
 * `node lib/testing/audit-process.ts <database URL> <actor as JSON> <acts> <at once>`. Prints `half` and `done`.
 */

const [url = "", actorText = "{}", acts = "0", atOnce = "1"] = process.argv.slice(2);
const database = openDatabase({ url, maxConnections: 20 });
const ctx = testContext({ db: database.client, actor: JSON.parse(actorText) as MemberActor });
const pairs = Number(acts) / 2;
let begun = 0;
let longestMs = 0;

async function act(): Promise<void> {
  while (begun < pairs) {
    const number = begun++;
    if (number === Math.floor(pairs / 2)) process.stdout.write("half\n");
    const input = { name: `key ${number}`, scopes: ["audit:read" as const], expiresInDays: 1 };
    const { id } = await timed(() => createApiKey(ctx, input));
    await timed(() => revokeApiKey(ctx, id));
  }
}

async function timed<T>(work: () => Promise<T>): Promise<T> {
  const sinceMs = performance.now();
  const result = await work();
  longestMs = Math.max(longestMs, performance.now() - sinceMs);
  return result;
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: Number(atOnce) }, act));
const tookMs = performance.now() - startedAt;
process.stdout.write(`done in ${Math.round(tookMs)} ms, the longest act in ${Math.round(longestMs)} ms\n`);
await database.close();
