import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, forbidden, notFound } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { SignedInPerson } from "#lib/oauth/sign-in-person.ts";
import type { IdentityList } from "./contract.ts";
import { listSignInChoices } from "./list-sign-in-methods.ts";
import { lockWaysIn, type MethodRow, proveMethodRow } from "./repository.ts";
import {
  countWaysIn,
  deleteIdentityRow,
  findIdentityUserId,
  findOwnIdentities,
  findOwnIdentity,
  findProofs,
  insertIdentity,
  lockPerson,
  stampIdentity,
} from "./repository-identities.ts";

/** The accounts elsewhere that sign the calling person in, and where more can be linked. */
export async function listIdentities(caller: Context): Promise<IdentityList> {
  const ctx = asSystem(caller);
  const userId = authorizePerson(ctx);
  const [rows, { methods }, asks] = await Promise.all([
    findOwnIdentities(ctx, userId),
    listSignInChoices(ctx),
    findProofs(ctx, userId),
  ]);
  return {
    items: rows.map(({ id, email, method, createdAt, lastUsedAt }) => ({
      ...{ id, email, methodName: method.name, kind: method.kind },
      isUsable: method.provenAt !== null,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
    })),
    choices: methods,
    asks,
  };
}

/** Unlinks one of them. 404 for somebody else's, 409 for the last way in: there must be a password that signs in, or another. */
export async function deleteIdentity(caller: Context, { id }: { id: string }): Promise<void> {
  const ctx = asSystem(caller);
  const userId = authorizePerson(ctx);
  await inTransaction(ctx, async (ctx) => {
    const isPasswordOn = await lockWaysIn(ctx);
    const hasPassword = await lockPerson(ctx, userId);
    const row = await findOwnIdentity(ctx, { id, userId });
    if (!row) throw notFound("linked account");
    if (!(isPasswordOn && hasPassword) && (await countWaysIn(ctx, userId, { id })) === 0)
      throw conflict("This is your last way to sign in. Link another account first.");
    if (!(await deleteIdentityRow(ctx, { id, userId }))) throw notFound("linked account");
    await createAuditEvent(ctx, {
      action: "identity.delete",
      target: { kind: "identity", id, label: row.method.name },
    });
  });
}

/** Whose account signs in as this person of a method; `null`: nobody's yet. */
export function findLinkedUserId(
  ctx: Context,
  method: Pick<MethodRow, "id">,
  { subject }: Pick<SignedInPerson, "subject">,
): Promise<string | null> {
  return findIdentityUserId(ctx, { methodId: method.id, subject });
}

/**
 * Links a person of a method to an account, in the transaction of whoever decided that it is theirs. `false` when it is
 * somebody else's; what is linked already only notes the day.
 */
export async function linkIdentity(
  ctx: Context,
  { method, person, user }: { method: MethodRow; person: SignedInPerson; user: { id: string; name: string } },
): Promise<boolean> {
  const now = ctx.now();
  const { subject, email } = person;
  const id = newId("signInIdentity", now.getTime());
  const isNew = await insertIdentity(ctx, { id, methodId: method.id, userId: user.id, subject, email }, now);
  if (!isNew) {
    if ((await findIdentityUserId(ctx, { methodId: method.id, subject })) !== user.id) return false;
    await stampIdentity(ctx, { methodId: method.id, subject, email }, now);
    return true;
  }
  await createAuditEvent(ctx, {
    action: "identity.create",
    target: { kind: "identity", id, label: method.name },
    changes: { method: { after: method.slug } },
    person: user,
  });
  return true;
}

/** Notes that an admin signed in by a method, which is live from now on. 409 when its client was changed meanwhile. */
export async function proveMethod(ctx: Context, method: MethodRow): Promise<void> {
  const { id, name } = method;
  if (!(await proveMethodRow(ctx, method, ctx.now()))) throw conflict("Its client was changed meanwhile.");
  await createAuditEvent(ctx, {
    action: "sign-in-method.verify",
    target: { kind: "sign-in-method", id, label: name },
  });
}

function authorizePerson({ actor }: Context): string {
  const member = authorize(actor, "workspace:read");
  if (member.kind !== "member") throw forbidden("An API key signs in nowhere.");
  return member.userId;
}
