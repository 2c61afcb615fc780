import { newId } from "#lib/core/ids.ts";
import { createCustomOffering } from "#lib/custom-offerings/create-custom-offering.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { loadCatalogue } from "#lib/offerings/registry.ts";
import { insertConnection } from "./access-things.ts";
import type { AccessWorld } from "./access-world.ts";
import type { RawRequest } from "./input-requests.ts";
import { pick, type Random } from "./input-values.ts";
import { sendWire, type WireAnswer } from "./input-wire.ts";

/** An integration whose provider lies, and a connection through it. */
interface LiedTo {
  integration: string;
  connection: string;
}

const OFFERINGS = 24;

/** Integrations of the home workspace at copies of catalogue offerings, all of whose addresses are the lying provider's. */
export async function createLiedTo(world: AccessWorld, origin: string): Promise<LiedTo[]> {
  const candidates = loadCatalogue().filter(
    ({ token, variables, isSandbox }) => token && variables.length === 0 && !isSandbox,
  );
  const made: LiedTo[] = [];
  for (const { id } of candidates) {
    if (made.length === OFFERINGS) break;
    const offeringId = await copyOffering(world, id, origin);
    if (!(await findOffering(world.contextOf(world.people.owner), offeringId))) continue;
    const integration = await insertIntegration(world, offeringId);
    const connection = await insertConnection(world, world.people.owner, null, integration);
    made.push({ integration, connection });
  }
  if (made.length < OFFERINGS)
    throw new Error(`only ${made.length} offerings could be led to the lying provider`);
  const { client: db } = world.deployment.database;
  const connections = made.map(({ connection }) => connection);
  await db.connection.updateMany({ where: { id: { in: connections } }, data: { apiBaseUri: origin } });
  return made;
}

async function copyOffering(world: AccessWorld, copyOf: string, origin: string): Promise<string> {
  const ctx = world.contextOf(world.people.platformAdmin);
  const { id, data } = await createCustomOffering(ctx, { copyOf });
  const led = JSON.stringify(data).replaceAll(/https:\/\/[^/"{}\s]+/g, origin);
  await ctx.db.customOfferingVersion.updateMany({
    where: { offeringId: id },
    data: { data: JSON.parse(led) },
  });
  await ctx.db.customOffering.update({ where: { id }, data: { publishedVersion: 1 } });
  return id;
}

async function insertIntegration({ people, deployment }: AccessWorld, offeringId: string): Promise<string> {
  const id = newId("integration");
  const { workspaceId, userId: createdById } = people.owner;
  await deployment.database.client.integration.create({
    data: {
      ...{
        id,
        workspaceId,
        createdById,
        slug: id.slice(-12),
        name: "Lied to",
        integrationKey: id.slice(-20),
      },
      ...{ offeringId, status: "configured", clientId: "client", clientAuthentication: "none" },
      ...{ scopes: [], callbackPath: "/oauth/callback" },
    },
  });
  return id;
}

/** What was forgotten of a provider that fails all the time, or nobody would ask it any more. */
export async function forgetFailures({ deployment }: AccessWorld): Promise<void> {
  const { pool } = deployment.database;
  for (const table of ["TokenEndpoint", "ConnectionCooldown", "RefreshIntent"])
    await pool.query(`DELETE FROM "${table}"`);
  await pool.query(
    `UPDATE "Connection" SET "status" = 'active', "retryAt" = NULL, "failureCount" = 0 WHERE "status" <> 'active'`,
  );
  await pool.query(`UPDATE "Integration" SET "status" = 'configured', "disabledAt" = NULL`);
  await pool.query(
    `UPDATE "ConnectionTokens" SET "leaseExpiresAt" = NULL, "leaseHolder" = NULL, "forcedAt" = NULL, "heldByEndpoint" = NULL`,
  );
}

/** Something that makes the server ask the lying provider. */
export async function askThroughProvider(
  world: AccessWorld,
  random: Random,
  lied: readonly LiedTo[],
  origin: string,
): Promise<{ what: string; answer: WireAnswer; mayBreakOff: boolean }> {
  const { integration, connection } = pick(random, lied);
  const owner = world.callers.find(({ name }) => name === "owner")?.headers ?? {};
  const platformAdmin = world.callers.find(({ name }) => name === "otherPlatformAdmin")?.headers ?? {};
  const at = world.deployment.origin;
  const ask = async (what: string, request: RawRequest, mayBreakOff = false) => ({
    ...{ what, mayBreakOff },
    answer: await sendWire(at, request),
  });
  const post = (path: string, body: unknown = {}, headers = owner) =>
    ask(`POST ${path}`, toRaw("POST", path, headers, body));
  return pick(random, [
    () => post("/api/offering-discovery", { url: `${origin}/` }, platformAdmin),
    () => post("/api/apis/preview", { documentUrl: `${origin}/openapi.json` }),
    () => post(`/api/integrations/${integration}/connect`, { code: "code-1" }),
    () => post(`/api/integrations/${integration}/connect`, { refreshToken: "refresh-1" }),
    () =>
      post(`/api/integrations/${integration}/connect`, { accessToken: "a", refreshToken: "r", expiresIn: 9 }),
    () => post(`/api/integrations/${integration}/verification`),
    () => post(`/api/connections/${connection}/refresh`),
    () => post(`/api/connections/${connection}/test`),
    () => ask("a call", toRaw("GET", `/api/integrations/${integration}/request/x`, owner), true),
    () => comeBack(at, owner, integration),
  ])();
}

/** A browser is sent to the provider and comes back with a code, which the server takes to the provider. */
async function comeBack(at: string, headers: Record<string, string>, integration: string) {
  const begun = await sendWire(at, toRaw("GET", `/api/integrations/${integration}/connect`, headers));
  const location = /\r\nlocation: ([^\r]+)/i.exec(begun.head)?.[1] ?? "";
  const flowCookie = /\r\nset-cookie: ([^;\r]+)/i.exec(begun.head)?.[1] ?? "";
  if (begun.status !== 302) return { what: "the way to the provider", answer: begun, mayBreakOff: false };
  const state = new URL(location).searchParams.get("state") ?? "";
  const cookie = `${headers.cookie}; ${flowCookie}`;
  const path = `/oauth/callback?code=code-1&state=${encodeURIComponent(state)}`;
  const answer = await sendWire(at, toRaw("GET", path, { ...headers, cookie }));
  return { what: "the way back", answer, mayBreakOff: false };
}

function toRaw(method: string, target: string, headers: Record<string, string>, body?: unknown): RawRequest {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const type = body === undefined ? [] : ["content-type: application/json"];
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
  return { method, target, headers: [...lines, ...type], body: bytes };
}
