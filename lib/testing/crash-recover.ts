import { completeRevocation } from "#lib/connections/complete-revocation.ts";
import { withActor } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { Secret } from "#lib/core/secret.ts";
import { insertWorkspace } from "#lib/workspaces/repository.ts";
import { callThrough } from "./call-through.ts";
import { comeBack, connectAs } from "./connections.ts";
import type { Kill } from "./crash-kill.ts";
import { type Act, points } from "./crash-points.ts";
import { connectSite, type Held, readHeld, type Site } from "./crash-sites.ts";
import type { WatchedProvider } from "./watched-provider.ts";

/** How a kill was survived. */
export interface Recovery {
  kill: Kill;
  /** What the connection's callers get at last: 200 when all is well. */
  status: number;
  /** What is wrong beside that; `null` when nothing is. */
  fault: string | null;
  held: Held | null;
}

interface Survivors {
  provider: WatchedProvider;
  origins: readonly string[];
}

type Outcome = Omit<Recovery, "kill" | "held">;

/** What the living do about a death, by the same ways as everybody: call, come back, sign in again, run the job again. */
export async function recover(kill: Kill, survivors: Survivors): Promise<Recovery> {
  const act: Act = points[kill.point].act;
  const outcome = await ways[act](kill, survivors).catch(
    (error: unknown): Outcome => ({ status: 0, fault: String(error) }),
  );
  return { kill, ...outcome, held: await readHeld(kill.site) };
}

const ways: Record<Act, (kill: Kill, survivors: Survivors) => Promise<Outcome>> = {
  refresh: async ({ site }, survivors) => ({ status: await call(site, survivors), fault: null }),
  "start-flow": ({ site }, survivors) => connectAgain(site, survivors),
  "complete-flow": finishConnect,
  disconnect: finishDisconnect,
  "create-workspace": createAgain,
};

async function call(site: Site, { origins }: Survivors): Promise<number> {
  const origin = origins[Number(site.name.slice(5)) % origins.length] ?? "";
  return (await callThrough(site, origin, { attempts: 4 })).status;
}

async function connectAgain(site: Site, survivors: Survivors): Promise<Outcome> {
  const { connectionId, failure } = await connectAs(site.ctx, site.integration);
  site.connectionId = connectionId;
  if (failure) return { status: 0, fault: `connecting again failed: ${failure}` };
  return { status: await call(site, survivors), fault: null };
}

// A code is spent once, whatever comes back; without a commit there is no half of a connection.
async function finishConnect(kill: Kill, survivors: Survivors): Promise<Outcome> {
  const { site, callback, point } = kill;
  const own = { integrationId: site.integration.id, ownerId: site.actor.userId };
  const [found] = await site.ctx.db.connection.findMany({ where: own, include: { tokens: true } });
  const codesBefore = countCodes(survivors.provider);
  const again = callback && (await comeBack(site.ctx, new URL(callback.url), cookieOf(callback)));
  if (!again?.failure) return { status: 0, fault: "the callback was taken twice" };
  if (point === "connect-committed") {
    if (!found?.tokens) return { status: 0, fault: "a committed connection is not there" };
    site.connectionId = found.id;
    return { status: await call(site, survivors), fault: null };
  }
  if (found) return { status: 0, fault: "a connection without a commit" };
  const outcome = await connectAgain(site, survivors);
  const spent = countCodes(survivors.provider) - codesBefore;
  return spent >= 1 ? outcome : { status: 0, fault: "the second sign-in exchanged no code" };
}

function countCodes({ exchanges }: WatchedProvider): number {
  return exchanges.filter(({ grantType }) => grantType === "authorization_code").length;
}

function cookieOf({ cookieName, cookieValue }: NonNullable<Kill["callback"]>) {
  return { name: cookieName, value: new Secret(cookieValue), maxAgeSeconds: 600 };
}

async function finishDisconnect(kill: Kill, survivors: Survivors): Promise<Outcome> {
  const { site, point } = kill;
  if (point === "audit-written")
    return { status: await call(site, survivors), fault: await auditFault(site) };
  const status = await call(site, survivors);
  const { db } = site.ctx;
  const row = await db.revocation.findFirst({ where: { connectionId: site.connectionId ?? "" } });
  if (status === 200 || !row)
    return { status: 0, fault: status === 200 ? "it answers after its end" : "its end is not told" };
  const system = withActor(site.ctx, { kind: "system", name: "check", workspaceId: site.actor.workspaceId });
  const told = await completeRevocation(system, { revocationId: row.id });
  const ended = await db.revocation.findUnique({ where: { id: row.id } });
  const isErased = ended?.accessTokenSealed === null && ended.refreshTokenSealed === null;
  return told === "revoked" && isErased
    ? { status: 200, fault: null }
    : { status: 0, fault: `the revocation is ${told}, erased: ${isErased}` };
}

// The mutation died with its transaction, and so did its audit row (D-22).
async function auditFault({ ctx, connectionId }: Site): Promise<string | null> {
  const where = { targetId: connectionId, action: "connection.disconnect" };
  return (await ctx.db.auditEvent.count({ where })) === 0 ? null : "an audit row of what did not happen";
}

async function createAgain({ site, workspaceId: id }: Kill): Promise<Outcome> {
  const { ctx } = site;
  const left =
    (await ctx.db.workspace.count({ where: { id } })) +
    (await ctx.db.workspaceKey.count({ where: { workspaceId: id } }));
  if (left > 0) return { status: 0, fault: "half a workspace" };
  await inTransaction(ctx, (tx) => insertWorkspace(tx, { id, name: "Harbour", slug: id }, new Date()));
  const keys = await ctx.db.workspaceKey.count({ where: { workspaceId: id } });
  return keys === 1 ? { status: 200, fault: null } : { status: 0, fault: `${keys} keys` };
}

/** Readies a site for the next round: with a connection, or without one where connecting is what dies. */
export async function resetSite(site: Site, act: Act, provider: WatchedProvider): Promise<void> {
  const held = await readHeld(site);
  if (!held) site.connectionId = null;
  if (act === "start-flow" || act === "complete-flow") {
    await site.ctx.db.connection.deleteMany({
      where: { integrationId: site.integration.id, ownerId: site.actor.userId },
    });
    site.connectionId = null;
  } else if (act !== "create-workspace") await connectSite(site, provider);
}
