import { authorizeAs } from "./authorize-as.ts";
import { beginFlow } from "./connections.ts";
import { type PointName, points } from "./crash-points.ts";
import { type Held, readHeld, type Site } from "./crash-sites.ts";
import type { VictimJob } from "./crash-victim.ts";
import { startProcess } from "./processes.ts";
import type { WatchedProvider } from "./watched-provider.ts";

/** One kill, as it happened. */
export interface Kill {
  point: PointName;
  victim: string;
  site: Site;
  before: Held | null;
  /** What stood in the database right after the death. */
  after: Held | null;
  /** Set when the process did not die of the kill, or not there. */
  missed: string | null;
  callback: VictimJob["callback"];
  workspaceId: string;
  diedAt: number;
}

interface KillInput {
  point: PointName;
  victim: string;
  site: Site;
  provider: WatchedProvider;
  databaseUrl: string;
  /** Whether a request whose sender dies still reaches the provider, where that is open. */
  arrives: boolean;
}

/** Lets a process of its own do what the point belongs to, and kills it there. */
export async function killAt(input: KillInput): Promise<Kill> {
  const { point, victim, site, provider, databaseUrl, arrives } = input;
  const { act, at } = points[point];
  const before = await readHeld(site);
  const callback = act === "complete-flow" ? await signIn(site) : null;
  const workspaceId = `ws-${victim}`;
  const { origin, consoleOrigin, client } = provider;
  const job: VictimJob = {
    ...{ name: victim, point, databaseUrl, callback, workspaceId },
    provider: {
      ...{ origin, consoleOrigin, clientId: client.clientId },
      clientSecret: client.clientSecret.reveal(),
    },
    actor: site.actor,
    integrationId: site.integration.id,
    connectionId: site.connectionId,
  };
  const started = startProcess("lib/testing/crash-victim.ts", [JSON.stringify(job)]);
  if (typeof at === "string") {
    provider.expect(victim, at, async () => {
      started.child.kill("SIGKILL");
      await started.ended;
      return { goesOn: at === "committed" || arrives };
    });
  }
  const end = await started.ended;
  const missed = end === "SIGKILL" ? null : `ended with ${end}: ${started.lines.slice(-6).join(" | ")}`;
  const diedAt = performance.now();
  return { point, victim, site, before, after: await readHeld(site), missed, callback, workspaceId, diedAt };
}

async function signIn(site: Site): Promise<VictimJob["callback"]> {
  const { authorizationUrl, cookie } = await beginFlow(site.ctx, site.integration);
  const landed = await authorizeAs(authorizationUrl, "ada");
  return { url: landed.href, cookieName: cookie.name, cookieValue: cookie.value.reveal() };
}
