import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize, type MemberActor } from "#lib/core/actor.ts";
import { AppError, conflict, isAppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { completeOpenInvitation, hasOpenInvitation } from "#lib/invitations/complete-open-invitation.ts";
import {
  completeSignInFlow,
  type FlowOutcome,
  type SignInCallback,
} from "#lib/sign-in-methods/complete-sign-in-flow.ts";
import type { SignInFailure } from "#lib/sign-in-methods/contract.ts";
import { findLinkedUserId, linkIdentity, proveMethod } from "#lib/sign-in-methods/identities.ts";
import { joinByMethod } from "#lib/workspaces/join-by-method.ts";
import { auditSignIn, startSession } from "./create-session.ts";
import { type Account, findAccount } from "./repository.ts";
import { insertProvenAccount, isAddressProven, proveAddress } from "./repository-proof.ts";

/** How a sign-in elsewhere ended for the browser. */
export interface SignInEnd {
  purpose: FlowOutcome["purpose"];
  returnPath: string;
  cookieName: string | null;
  /** The session that begins; `null` where none does. */
  sessionSecret: string | null;
  failure: SignInFailure | null;
}

type Proven = Extract<FlowOutcome["end"], { method: unknown }>;
type Result = { sessionSecret: string | null } | { failure: SignInFailure };

/**
 * Ends a sign-in elsewhere: a session for the account that the provider's subject belongs to, or a link to the account that asked
 * for one. What goes wrong is told as a word, and leaves nothing half written.
 */
export async function completeSignIn(
  caller: Context,
  { previousSessionId, ...callback }: SignInCallback & { previousSessionId?: string },
): Promise<SignInEnd> {
  const ctx = asSystem(caller);
  const provenAt = ctx.now();
  const { end, ...flow } = await completeSignInFlow(ctx, callback);
  const result = "failure" in end ? end : await finish(end);
  const { purpose, returnPath, cookieName } = flow;
  const ended = { purpose, returnPath, cookieName };
  return "failure" in result
    ? { ...ended, sessionSecret: null, failure: result.failure }
    : { ...ended, ...result, failure: null };

  function finish(proven: Proven): Promise<Result> {
    return inTransaction(ctx, (ctx) =>
      flow.purpose === "sign_in"
        ? signIn(ctx, proven, { previousSessionId, provenAt })
        : link(ctx, proven, flow.purpose),
    ).catch((error: unknown): Result => {
      if (isAppError(error) && error.code === "conflict") return { failure: "expired" };
      throw error;
    });
  }
}

// The flow was begun in this very session, so the person is the one who acts.
async function link(ctx: Context, { method, person }: Proven, purpose: "link" | "prove"): Promise<Result> {
  const actor = authorize(ctx.actor, purpose === "prove" ? "platform:manage" : "workspace:read");
  const { userId, name, email } = actor as MemberActor;
  if (purpose === "prove") await proveMethod(ctx, method);
  const isLinked = await linkIdentity(ctx, { method, person, user: { id: userId, name } });
  if (!isLinked && purpose === "link") return { failure: "taken" };
  if (isLinked && person.isEmailVerified && person.email === email)
    await proveAddress(ctx, { userId, email }, ctx.now());
  return { sessionSecret: null };
}

interface Start {
  previousSessionId: string | undefined;
  provenAt: Date;
  /** The account was made a moment ago. */
  isNew?: boolean;
}

/**
 * The subject decides. One that nobody has leads to the account with its address only if both sides are proven: by the provider
 * in so many words, and by mail that reached the account, since an invitation that was passed on as a link proves no address.
 * Where a second factor is on, an address is not enough: its owner links the account elsewhere from within, once.
 */
async function signIn(ctx: Context, proven: Proven, start: Start): Promise<Result> {
  const { method, person } = proven;
  const linkedId = await findLinkedUserId(ctx, method, person);
  if (linkedId !== null) return open(ctx, proven, await findAccount(ctx, { id: linkedId }), start);
  const { email, isEmailVerified } = person;
  if (email === null || !isEmailVerified) return { failure: "unverified" };
  const account = await findAccount(ctx, { email });
  if (!account) return join(ctx, proven, { email, ...start });
  const isProven = await isAddressProven(ctx, account.userId);
  if (isProven && !account.hasSecondFactor) return open(ctx, proven, account, start);
  await auditSignIn(ctx, account, isProven ? "second-factor" : "address-unproven", method.slug);
  return { failure: "link-first" };
}

async function open(
  ctx: Context,
  { method, person }: Proven,
  account: Account | null,
  { isNew = false, ...start }: Start,
): Promise<Result> {
  const isUsable = account !== null && !account.isDisabled;
  const home = isUsable
    ? (account.workspaceId ?? (await findHome(ctx, account, { method, person, isNew })))
    : null;
  if (!account || home === null) {
    await auditSignIn(ctx, account, "account-unusable", method.slug);
    return { failure: "no-account" };
  }
  const { userId, name } = account;
  if (!(await linkIdentity(ctx, { method, person, user: { id: userId, name } })))
    throw conflict("This account elsewhere was linked to somebody else a moment ago.");
  if (person.isEmailVerified && person.email !== null)
    await proveAddress(ctx, { userId, email: person.email }, ctx.now());
  const { slug } = method;
  return { sessionSecret: await startSession(ctx, { account, workspaceId: home, method: slug, ...start }) };
}

/** Somebody new, whom an invitation for the address lets in, or the method itself (Z-12). */
async function join(
  ctx: Context,
  proven: Proven,
  { email, previousSessionId }: Start & { email: string },
): Promise<Result> {
  const { method, person } = proven;
  if (!method.joinWorkspaceId && !(await hasOpenInvitation(ctx, email))) return { failure: "no-account" };
  const now = ctx.now();
  const id = newId("user", now.getTime());
  const name = person.name ?? email.slice(0, email.indexOf("@")).slice(0, 80);
  if (!(await insertProvenAccount(ctx, { id, email, name, now })))
    throw conflict("An account with this address was made a moment ago.");
  const account = await findAccount(ctx, { id });
  if (!account) throw new AppError("internal", "a new account is not there");
  // The account begins with this sign-in, so no password can have changed since.
  const result = await open(ctx, proven, account, { previousSessionId, provenAt: now, isNew: true });
  if ("failure" in result) throw conflict("The invitation was accepted or withdrawn a moment ago.");
  return result;
}

// Whoever was removed from a workspace comes back by an invitation, never by signing in again.
async function findHome(
  ctx: Context,
  { userId, name }: Account,
  { method, person, isNew }: Proven & { isNew: boolean },
): Promise<string | null> {
  if (person.email === null || !person.isEmailVerified) return null;
  const { email } = person;
  const invited = await completeOpenInvitation(ctx, { userId, name, email });
  return invited ?? (isNew ? joinByMethod(ctx, { userId, name }, method) : null);
}
