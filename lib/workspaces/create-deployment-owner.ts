import { timingSafeEqual } from "node:crypto";
import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { type Context, withActor } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { invalidInput, notFound } from "#lib/core/errors.ts";
import { newId, toSlug } from "#lib/core/ids.ts";
import { Secret } from "#lib/core/secret.ts";
import { clientNetwork } from "#lib/rate-limits/client-network.ts";
import { forgetAttempts, limitAttempts } from "#lib/rate-limits/limit-attempts.ts";
import type { DeploymentOwner, Setup } from "./contract.ts";
import { findDeployment, finishSetup, hashPassword, insertOwner } from "./repository.ts";
import { hashCode } from "./setup-code.ts";

/**
 * The first set-up: whoever has the code from the start-up log becomes platform admin and owner of the first workspace.
 * Exactly one wins, in one transaction; afterwards this answers 404 (Z-13). Throws 422 at `/setupCode` for a wrong code,
 * 429 after ten of them in 15 minutes from one address.
 */
export async function createDeploymentOwner(ctx: Context, input: Setup): Promise<DeploymentOwner> {
  const codeHash = await checkCode(ctx, new Secret(input.setupCode));
  const passwordHash = await hashPassword(new Secret(input.password));
  const now = ctx.now();
  const user = { id: newId("user", now.getTime()), name: input.name, email: input.email };
  const workspace = {
    id: newId("workspace", now.getTime()),
    name: input.workspaceName,
    slug: toSlug(input.workspaceName) || "main",
  };
  await inTransaction(ctx, async (ctx) => {
    if (!(await finishSetup(ctx, codeHash, now))) throw notFound("page");
    await insertOwner(ctx, { user: { ...user, passwordHash }, workspace, now });
    const system = withActor(ctx, { kind: "system", name: "set-up", workspaceId: workspace.id });
    await createAuditEvent(system, {
      action: "deployment.create",
      target: { kind: "user", id: user.id, label: user.name },
    });
  });
  return { user, workspace };
}

async function checkCode(ctx: Context, code: Secret<string>): Promise<Uint8Array<ArrayBuffer>> {
  const deployment = await findDeployment(ctx);
  if (deployment?.setupCompletedAt) throw notFound("page");
  const key = ["setup", clientNetwork(ctx.client.ip)];
  await limitAttempts(ctx, { key, attempts: 10, windowMs: 15 * 60 * 1000 });
  const hash = hashCode(code);
  if (!deployment?.setupCodeHash || !timingSafeEqual(hash, deployment.setupCodeHash)) {
    throw invalidInput("/setupCode", "This is not the code that the start-up log shows last.");
  }
  await forgetAttempts(ctx, key);
  return hash;
}
