import { getAccessToken } from "#lib/connections/get-access-token.ts";
import { Secret } from "#lib/core/secret.ts";
import { openDatabase } from "#lib/db/client.ts";
import { testContext } from "./context.ts";
import { points } from "./crash-points.ts";
import type { VictimJob } from "./crash-victim.ts";
import { watchProcess } from "./crash-watch.ts";

/*
 * Measures the time between a provider's commit and ours, over one refresh after the other in a warm process:
 * `node lib/testing/crash-window.ts <job as JSON>`, the job with all `connectionIds`. Prints the widths in ms as JSON.
 */

const job = JSON.parse(process.argv[2] ?? "{}") as VictimJob & { connectionIds: string[] };
const widths: number[] = [];
let committedAt = 0;
const watched = watchProcess({ name: job.name, fetch: globalThis.fetch }, (moment) => {
  if (points["commit-done"].at(moment)) widths.push(performance.timeOrigin + performance.now() - committedAt);
});
const database = openDatabase({ url: job.databaseUrl, maxConnections: 3 });
const { origin: sandboxOrigin, consoleOrigin: origin, clientId, clientSecret } = job.provider;
const practiceClient = { clientId, clientSecret: new Secret(clientSecret) };
const ctx = testContext({
  db: database.client,
  actor: job.actor,
  settings: { origin, sandboxOrigin, practiceClient },
  fetch: async (input, init) => {
    const response = await watched(input, init);
    committedAt = Number(response.headers.get("x-committed-at"));
    return response;
  },
});
for (const connectionId of job.connectionIds) await getAccessToken(ctx, connectionId);
process.stdout.write(`widths ${JSON.stringify(widths)}\n`);
process.exit(0);
