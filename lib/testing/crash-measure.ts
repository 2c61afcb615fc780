import type { PrismaClient } from "#lib/db/generated/client.ts";
import { expireToken } from "./connections.ts";
import { connectSite, readHeld, type Site } from "./crash-sites.ts";
import { startProcess } from "./processes.ts";
import type { WatchedProvider } from "./watched-provider.ts";

const SAMPLES = 40;

interface MeasureInput {
  sites: readonly Site[];
  db: PrismaClient;
  databaseUrl: string;
  provider: WatchedProvider;
}

/** How wide the window is in which a death costs a strict provider's grant: median and maximum in ms, over forty refreshes. */
export async function measureWindow(input: MeasureInput): Promise<{ median: number; max: number }> {
  const { sites, db, databaseUrl, provider } = input;
  const [first] = sites;
  if (!first) throw new Error("there is no site to measure at");
  const own = sites.filter(({ actor }) => actor === first.actor).slice(0, SAMPLES);
  for (const site of own) {
    if (!(await readHeld(site))) site.connectionId = null;
    await connectSite(site, provider);
  }
  const connectionIds = own.flatMap(({ connectionId }) => connectionId ?? []);
  const rounds = Math.ceil(SAMPLES / connectionIds.length);
  const widths: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const id of connectionIds) await expireToken(db, id);
    const { origin, consoleOrigin, client } = provider;
    const clientSecret = client.clientSecret.reveal();
    const place = { origin, consoleOrigin, clientId: client.clientId, clientSecret };
    const job = { name: "window", databaseUrl, provider: place, actor: first.actor, connectionIds };
    const measured = startProcess("lib/testing/crash-window.ts", [JSON.stringify(job)]);
    const line = await measured.line(/^widths /);
    await measured.ended;
    // The first one warms the process up.
    widths.push(...(JSON.parse(line.slice(7)) as number[]).slice(connectionIds.length > 1 ? 1 : 0));
  }
  widths.sort((a, b) => a - b);
  const round = (ms: number | undefined) => Math.round((ms ?? 0) * 10) / 10;
  return { median: round(widths[Math.floor(widths.length / 2)]), max: round(widths.at(-1)) };
}
