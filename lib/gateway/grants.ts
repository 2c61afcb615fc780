import { findKeyHash } from "#lib/api-keys/key-text.ts";
import { accessTo } from "#lib/connections/access-rules.ts";
import { getAccessToken } from "#lib/connections/get-access-token.ts";
import { isRefreshDue } from "#lib/connections/rules.ts";
import type { Context } from "#lib/context/context.ts";
import { type ApiKeyActor, type CallLimits, isAllowed } from "#lib/core/actor.ts";
import { createBatch } from "./batch.ts";
import { findPlan, type Plan } from "./find-plan.ts";
import { createRecent } from "./recent.ts";
import { type Asked, findGrants, type GrantFacts, type GrantRow, MOST_ASKED } from "./repository.ts";
import type { Route } from "./route.ts";
import { createTokenCache } from "./token-cache.ts";

/** Who calls, and the way of the call, both as the database says now. */
export interface Grant {
  actor: ApiKeyActor;
  route: Route;
}

interface GrantOptions {
  query: Parameters<typeof findGrants>[0];
  runtime: Pick<Context, "db" | "settings" | "log" | "now">;
}

interface Question extends Omit<Asked, "keyHash"> {
  key: string;
}

/** Answers with what a key may call; `null` whenever there is more to it, and the verbs have to be asked one by one. */
export type FindGrant = (question: Question) => Promise<Grant | null>;

/** What follows from a row's facts alone. */
interface Caller {
  actor: ApiKeyActor;
  plan: Plan;
  integrationId: string;
  readOnlyBy: string | null;
}

const KEPT = 2_000;
const BATCH = { size: MOST_ASKED, running: 4, more: 16 };

/**
 * The one look-up of a request that simply works: the key is valid, the connection works, its token is not due (D-25).
 * All of it is asked of the database for every request; only what it names (an opened token by connection and version,
 * what follows from the facts of a row, by their text) is kept.
 */
export function createGrants({ query, runtime }: GrantOptions): FindGrant {
  const tokens = createTokenCache();
  const callers = createRecent<Caller>(KEPT);
  const look = createBatch((asked: Asked[]) => lookUp(asked), BATCH);

  // Callers who ask the same in the same moment share a row, and what follows from it.
  async function lookUp(asked: Asked[]): Promise<(Grant | null)[]> {
    const places = new Map<string, number>();
    const distinct: Asked[] = [];
    const indexes = asked.map((one) => {
      const name = `${one.keyHash} ${one.integration} ${one.connectionId ?? ""}`;
      const known = places.get(name);
      if (known !== undefined) return known;
      places.set(name, distinct.length);
      return distinct.push(one) - 1;
    });
    const rows = await findGrants(query, distinct, runtime.now());
    const grants = await Promise.all(rows.map(toGrant));
    return indexes.map((index) => grants[index] ?? null);
  }

  async function toGrant(row: GrantRow | null): Promise<Grant | null> {
    if (!row || isTokenDue(row)) return null;
    const caller = callers.get(row.facts) ?? (await findCaller(row.facts));
    if (!caller) return null;
    const { actor, plan, integrationId, readOnlyBy } = caller;
    const { connectionId, pausedMs } = row;
    const getToken = (ctx: Context) => findToken(ctx, row);
    return { actor, route: { ...plan, connectionId, integrationId, readOnlyBy, pausedMs, getToken } };
  }

  async function findCaller(text: string): Promise<Caller | null> {
    const facts = JSON.parse(text) as GrantFacts;
    const actor = toActor(facts);
    const { canUse, canWrite } = accessTo(actor, facts);
    if (!isAllowed(actor, "connections:use") || !canUse) return null;
    const found = await findPlan(runtime, facts);
    if (!found) return null;
    const { integrationId, ownerName } = facts;
    const caller = {
      actor,
      plan: found.plan,
      integrationId,
      readOnlyBy: canWrite ? null : (ownerName ?? ""),
    };
    if (found.isLasting) callers.set(text, caller);
    return caller;
  }

  async function findToken(ctx: Context, { connectionId, tokenVersion }: GrantRow) {
    const cached = tokens.get(connectionId, tokenVersion);
    if (cached) return cached;
    const token = await getAccessToken(ctx, connectionId);
    tokens.keep(connectionId, token);
    return token;
  }

  return async ({ key, integration, connectionId }) => {
    const keyHash = findKeyHash(key);
    return keyHash === null ? null : look({ keyHash, integration, connectionId });
  };
}

function toActor(facts: GrantFacts): ApiKeyActor {
  const { apiKeyId, keyName, keyScopes, workspaceId, userId, role } = facts;
  const { applicationId, runtimeConfigurationId } = facts;
  return {
    kind: "api-key",
    apiKeyId,
    name: keyName,
    workspaceId,
    userId,
    role,
    scopes: keyScopes.split(" "),
    applicationId,
    runtimeConfigurationId,
    limits: toLimits(facts),
  };
}

function toLimits({ keyConnections, keyMethods, keyPaths }: GrantFacts): CallLimits | undefined {
  if (keyConnections === "" && keyMethods === "" && keyPaths === "") return undefined;
  const [connectionIds, methods, pathPrefixes] = [keyConnections, keyMethods, keyPaths].map((text) =>
    text === "" ? [] : text.split(" "),
  ) as [string[], string[], string[]];
  return { connectionIds, methods, pathPrefixes };
}

function isTokenDue({ obtainedAt, expiresAt, now }: GrantRow): boolean {
  if (expiresAt === null) return false;
  return isRefreshDue({ obtainedAt: new Date(obtainedAt), expiresAt: new Date(expiresAt) }, new Date(now));
}
