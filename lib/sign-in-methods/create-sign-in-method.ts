import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { toDifference } from "#lib/core/difference.ts";
import { AppError, invalidInput } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { readOpenIdServer } from "#lib/oauth/open-id-server.ts";
import { parseAddress } from "#lib/oauth/provider-url.ts";
import { holdInviter } from "#lib/workspaces/hold-inviter.ts";
import type { CreateSignInMethod, SignInMethod } from "./contract.ts";
import { describeSignInMethod } from "./list-sign-in-methods.ts";
import { insertMethod } from "./repository.ts";
import { assertJoin, atIssuer, gitHubSiteUrl, googleIssuer } from "./rules.ts";

/**
 * Adds a way to sign in, as a draft that nobody is offered: somebody who runs the deployment must sign in by it first. An OpenID
 * provider's discovery document is read at once. Errors: 422 with a pointer for what is wrong in the input, 403 for a role that
 * the actor may not give, and what discovery answers at `/issuer`.
 */
export async function createSignInMethod(caller: Context, input: CreateSignInMethod): Promise<SignInMethod> {
  const ctx = asSystem(caller);
  const { userId, workspaceId } = authorize(ctx.actor, "platform:manage");
  const { kind, name, slug, clientId, clientSecret, allowedDomains, joinRole } = input;
  assertJoin({ joinRole, allowedDomains });
  const issuer = await judgeIssuer(ctx, input);
  const id = newId("signInMethod", ctx.now().getTime());
  const fields = { kind, name, slug, issuer, clientId, allowedDomains, joinRole };
  const joinWorkspaceId = joinRole ? workspaceId : null;
  await inTransaction(ctx, async (ctx) => {
    if (joinRole) await holdInviter(ctx, { workspaceId, userId }, joinRole);
    const row = { ...fields, id, joinWorkspaceId, createdById: userId, secret: clientSecret };
    if (!(await insertMethod(ctx, row)))
      throw invalidInput("/slug", "Another way to sign in has this address. Choose another.");
    await createAuditEvent(ctx, {
      action: "sign-in-method.create",
      target: { kind: "sign-in-method", id, label: name },
      changes: toDifference({}, { ...fields, joinWorkspaceId }),
    });
  });
  return describeSignInMethod(ctx, id, userId);
}

async function judgeIssuer(ctx: Context, { kind, issuer }: CreateSignInMethod): Promise<string> {
  const { fetch, settings } = ctx;
  const insecureOrigin = settings.sandboxOrigin;
  if (kind === "github") return judgeSite(issuer ?? gitHubSiteUrl, insecureOrigin);
  if (kind === "oidc" && issuer === undefined) throw invalidInput("/issuer", "Enter the issuer's address.");
  const asked = kind === "google" ? googleIssuer : (issuer ?? "");
  try {
    return (await readOpenIdServer({ issuer: asked, insecureOrigin, fetch })).issuer;
  } catch (error) {
    throw atIssuer(error);
  }
}

function judgeSite(text: string, insecureOrigin: string | null): string {
  const url = parseAddress(text, insecureOrigin);
  if (url && url.pathname === "/" && !url.search) return url.origin;
  const detail = "Enter the https address of the GitHub site alone, such as https://github.example.com.";
  throw new AppError("invalid-input", "/issuer: no site", {
    detail,
    errors: [{ pointer: "/issuer", detail }],
  });
}
