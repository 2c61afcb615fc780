import { decode } from "next-auth/jwt";
import { getApiKeyActor } from "#lib/api-keys/get-api-key-actor.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import type { Actor, MemberActor } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";
import { cookieNames } from "./cookies.ts";
import { type AnyHeaders, readBearer, readCookie } from "./header-values.ts";
import { findLiveSession, findSession, stampSession } from "./repository.ts";
import { isStampDue } from "./session-rules.ts";

/**
 * Who calls. A Bearer API key alone decides when there is one (cookies are not looked at, S-01); else the session cookie.
 * Takes the headers of a Web or a Node request. Throws `unauthenticated` for a key that is not or no longer valid.
 */
export async function resolveActor(runtime: Runtime, headers: AnyHeaders): Promise<Actor> {
  const key = readBearer(headers);
  if (key !== null) {
    const actor = await getApiKeyActor(runtime, key);
    if (actor) return actor;
    throw new AppError("unauthenticated", "API key not valid", {
      detail: "This API key is unknown, expired or revoked.",
      headers: { "www-authenticate": 'Bearer error="invalid_token"' },
    });
  }
  return (await findMemberActor(runtime, headers)) ?? { kind: "anonymous" };
}

/** The id of the session that the request's cookie belongs to; `null` without one. It may have ended. */
export async function readSessionId(
  runtime: Pick<Runtime, "db" | "sessionKey" | "settings">,
  headers: AnyHeaders,
): Promise<string | null> {
  const secret = await readSessionSecret(runtime, headers);
  return secret ? ((await findSession(runtime, secret))?.id ?? null) : null;
}

/** Whether the session of the request's cookie ended because its person got another role. */
export async function hasEndedWithRole(
  runtime: Pick<Runtime, "db" | "sessionKey" | "settings">,
  headers: AnyHeaders,
): Promise<boolean> {
  const secret = await readSessionSecret(runtime, headers);
  return secret !== null && (await findSession(runtime, secret))?.endedWithRole === true;
}

// What the cookie carries, when it is one that we signed. It says nothing about the session's life.
async function readSessionSecret(
  runtime: Pick<Runtime, "sessionKey" | "settings">,
  headers: AnyHeaders,
): Promise<string | null> {
  const token = readCookie(headers, cookieNames(runtime.settings).session);
  if (!token) return null;
  try {
    const payload = await decode({ token, secret: runtime.sessionKey });
    return typeof payload?.sid === "string" ? payload.sid : null;
  } catch {
    return null;
  }
}

async function findMemberActor(runtime: Runtime, headers: AnyHeaders): Promise<MemberActor | null> {
  const secret = await readSessionSecret(runtime, headers);
  if (!secret) return null;
  const now = runtime.now();
  const row = await findLiveSession(runtime, secret, now);
  if (!row) return null;
  if (isStampDue(row.lastSeenAt, now)) await stampSession(runtime, row.id, now);
  const { userId, workspaceId, role, isPlatformAdmin, name, email } = row;
  return { kind: "member", sessionId: row.id, userId, workspaceId, role, isPlatformAdmin, name, email };
}
