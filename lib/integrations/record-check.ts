import type { Context } from "#lib/context/context.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import type { Verification } from "./contract.ts";
import { insertVerification, updateSecret } from "./repository.ts";

interface CheckRecord {
  workspaceId: string;
  integrationId: string;
  actor: WorkspaceActor;
  check: Pick<Verification, "verdict" | "cause" | "workingAuthentication" | "observed">;
  method: Verification["method"];
  secretId: string | null;
  configVersion: number;
  /** False when the secret that was tried is thrown away with its verdict; true unless said otherwise. */
  wasSecretKept?: boolean;
}

/**
 * Keeps a verdict with what was observed, who asked and which settings it is about, and stamps a proven secret.
 * Call it in the transaction of the change.
 */
export async function recordCheck(
  ctx: Context,
  { actor, check, wasSecretKept = true, ...about }: CheckRecord,
): Promise<void> {
  const { verdict, cause, workingAuthentication, observed } = check;
  if (about.secretId && verdict === "verified") {
    await updateSecret(
      ctx,
      { id: about.secretId, workspaceId: about.workspaceId },
      { verifiedAt: ctx.now() },
    );
  }
  await insertVerification(ctx, {
    ...about,
    verdict,
    cause,
    observed: { attempts: observed.attempts, workingAuthentication, wasSecretKept },
    actorId: actor.userId,
  });
}
