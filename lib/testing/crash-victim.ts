import { flushCompileCache } from "node:module";
import { completeFlow } from "#lib/connections/complete-flow.ts";
import { disconnectConnection } from "#lib/connections/disconnect-connection.ts";
import { getAccessToken } from "#lib/connections/get-access-token.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { openDatabase } from "#lib/db/client.ts";
import { insertWorkspace } from "#lib/workspaces/repository.ts";
import { beginFlow } from "./connections.ts";
import { testContext } from "./context.ts";
import { type Act, type PointName, points } from "./crash-points.ts";
import { watchProcess } from "./crash-watch.ts";

/*
 * A process that does one thing and is killed at one point of it: `node lib/testing/crash-victim.ts <job as JSON>`. It kills
 * itself where it notices the point, as abruptly as anybody else would. Whoever gets to the end was not where it should be.
 */

export interface VictimJob {
  name: string;
  point: PointName;
  databaseUrl: string;
  /** Where the provider is, where the console would be, and the client there. */
  provider: { origin: string; consoleOrigin: string; clientId: string; clientSecret: string };
  actor: MemberActor;
  integrationId: string;
  connectionId: string | null;
  /** The way back from the provider, and the cookie of the flow. */
  callback: { url: string; cookieName: string; cookieValue: string } | null;
  /** The id of the workspace to create. */
  workspaceId: string;
}

// Who is killed leaves no cache of what it compiled by itself, and the next one would start from nothing.
flushCompileCache();

const job = JSON.parse(process.argv[2] ?? "{}") as VictimJob;
const { act, at } = points[job.point];
const fetch = watchProcess({ name: job.name, fetch: globalThis.fetch }, (moment) => {
  if (typeof at === "function" && at(moment)) process.kill(process.pid, "SIGKILL");
});
const database = openDatabase({ url: job.databaseUrl, maxConnections: 3 });
const { origin: sandboxOrigin, consoleOrigin: origin, clientId, clientSecret } = job.provider;
const ctx = testContext({
  db: database.client,
  actor: job.actor,
  fetch,
  settings: { origin, sandboxOrigin, practiceClient: { clientId, clientSecret: new Secret(clientSecret) } },
});

const acts: Record<Act, (ctx: Context) => Promise<unknown>> = {
  "start-flow": () => beginFlow(ctx, { id: job.integrationId }),
  "complete-flow": () => comeBack(),
  refresh: () => getAccessToken(ctx, job.connectionId ?? ""),
  disconnect: () => disconnectConnection(ctx, { id: job.connectionId ?? "" }),
  "create-workspace": () =>
    inTransaction(ctx, (tx) =>
      insertWorkspace(tx, { id: job.workspaceId, name: "Harbour", slug: job.workspaceId }, new Date()),
    ),
};

await acts[act](ctx);
process.stdout.write("it lived\n");
process.exit(0);

function comeBack() {
  if (!job.callback) throw new Error("there is no way back");
  const { url, cookieName, cookieValue } = job.callback;
  const { pathname: path, searchParams: params } = new URL(url);
  const cookie = (name: string) => (name === cookieName ? cookieValue : undefined);
  return completeFlow(ctx, { path, params, cookie });
}
