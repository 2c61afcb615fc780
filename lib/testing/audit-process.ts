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

async function act(): Promise<void> {
  while (begun < pairs) {
    const number = begun++;
    if (number === Math.floor(pairs / 2)) process.stdout.write("half\n");
    const { id } = await createApiKey(ctx, {
      name: `key ${number}`,
      scopes: ["audit:read"],
      expiresInDays: 1,
    });
    await revokeApiKey(ctx, id);
  }
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: Number(atOnce) }, act));
process.stdout.write(`done ${Math.round(performance.now() - startedAt)}\n`);
await database.close();
