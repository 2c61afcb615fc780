import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { settleJournal } from "#lib/connections/settle-journal.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import { openDatabase } from "#lib/db/client.ts";
import { createEgress } from "#lib/egress/create-egress.ts";
import { createJournal } from "#lib/journal/journal.ts";
import { createGatewayListener } from "#lib/server/gateway-listener.ts";
import { testContext } from "./context.ts";
import { noLimits } from "./gateway-limits.ts";

/*
 * A process that is nothing but a gateway, for checks that need several at once:
 * `node lib/testing/gateway-process.ts <database URL> <sandbox origin> [journal folder]`. Settles the journal as a start does,
 * if it has a folder of its own; prints its port; ends by SIGTERM.
 */

const [databaseUrl = "", sandboxOrigin = "", folder] = process.argv.slice(2);
const database = openDatabase({ url: databaseUrl });
const egress = createEgress({ allowCidrs: ["127.0.0.0/8", "::1/128"] });
const ctx = testContext({
  db: database.client,
  actor: { kind: "system", name: "start", workspaceId: null },
  fetch: egress.fetch,
  settings: { sandboxOrigin },
  ...(folder !== undefined && { journal: createJournal(folder) }),
});
const { keyring, now, log, journal, settings } = ctx;
const runtime: Runtime = {
  ...{
    db: database.client,
    tenants: null,
    keyring,
    now,
    log,
    databaseUrl,
    trustedProxyHops: 0,
    sessionKey: "k".repeat(43),
  },
  fetch: egress.fetch,
  journal,
  settings,
};
const listener = createGatewayListener({
  runtime,
  send: egress.request,
  query: database.query,
  limits: noLimits,
});
if (folder !== undefined) await settleJournal(ctx);
const server = createServer((req, res) => void listener(req, res));
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
});
process.on("SIGTERM", () => process.exit(0));
