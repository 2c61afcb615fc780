import { createHash } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import { AppError, conflict, invalidInput } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { type BodyCopy, createBodyCopy, packAnswer, unpackAnswer } from "./kept-answer.ts";
import { findIdempotencyKey, isSafeMethod } from "./repeat-rules.ts";
import {
  claimCall,
  type EarlierCall,
  type IdempotentCall,
  openAnswer,
  releaseCall,
  saveAnswer,
} from "./repository-idempotency.ts";
import { blot } from "./response-headers.ts";
import type { SignedAnswer, SignedCall } from "./send-signed.ts";
import { formsOfToken, type TokenForms } from "./token-forms.ts";

/** An answer that a repetition will get, while it passes to the caller. */
export interface Keeping {
  /** Each piece of the body, as the caller gets it. */
  add(chunk: Buffer): void;
  /** Keeps it, when it was complete; otherwise a repetition is sent anew. */
  end(isComplete: boolean): Promise<void>;
  /** Keeps only that the provider has answered, with more than can be passed on. */
  giveUp(): Promise<void>;
}

export interface OnceAnswer extends Omit<SignedAnswer, "accessToken"> {
  /** `null` on an answer that is repeated from what was kept. */
  accessToken: Secret<string> | null;
  keeping: Keeping | null;
}

const passing = new Set([401, 408, 425, 429]);

/**
 * Sends a call that changes something and names an `Idempotency-Key` once in 24 hours, for this caller and connection;
 * its repetition gets the same answer. Every other call is just sent. Throws 409 while the first is still running or its
 * answer was too large to keep, and 422 for the same key on another request. What failed in passing may be repeated.
 */
export async function sendOnce(
  ctx: Context,
  call: SignedCall,
  send: () => Promise<SignedAnswer>,
): Promise<OnceAnswer> {
  const key = isSafeMethod(call.method) ? null : findIdempotencyKey(call.headers);
  if (key === null) return { ...(await send()), keeping: null };
  if (key.length > 255) throw invalidInput("", "An Idempotency-Key has at most 255 characters.");
  const once = identify(ctx.actor as WorkspaceActor, call, key);
  const earlier = await claimCall(ctx, once);
  if (earlier) return repeat(ctx, once, earlier);
  try {
    const answer = await send();
    return { ...answer, keeping: await keep(ctx, once, answer) };
  } catch (error) {
    await releaseCall(ctx, once);
    throw error;
  }
}

async function keep(ctx: Context, once: IdempotentCall, answer: SignedAnswer): Promise<Keeping | null> {
  const { status, headers, accessToken } = answer;
  if (status >= 500 || passing.has(status)) {
    await releaseCall(ctx, once);
    return null;
  }
  const copy: BodyCopy = createBodyCopy();
  const forms = formsOfToken(accessToken);
  const safe = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, blotAll(value, forms)]),
  );
  return {
    add: copy.add,
    end: async (isComplete) => {
      if (!isComplete) return releaseCall(ctx, once);
      const body = copy.bytes();
      await saveAnswer(ctx, once, { status, bytes: body && packAnswer(safe, body) });
    },
    giveUp: () => saveAnswer(ctx, once, { status, bytes: null }),
  };
}

function blotAll(value: string | string[] | undefined, token: TokenForms): string | string[] | undefined {
  return Array.isArray(value) ? value.map((item) => blot(item, token)) : value && blot(value, token);
}

async function repeat(ctx: Context, once: IdempotentCall, earlier: EarlierCall): Promise<OnceAnswer> {
  if (Buffer.compare(earlier.requestHash, once.requestHash) !== 0)
    throw invalidInput("", "This Idempotency-Key was used for another request. Choose a new one.");
  if (earlier.state === "running") {
    throw new AppError("conflict", "an idempotent call is still running", {
      detail:
        "A request with this Idempotency-Key is still running. Send it again in a moment for its answer.",
      headers: { "retry-after": "2" },
    });
  }
  if (earlier.state === "too_large")
    throw conflict("The provider has answered this request before; its answer was too large to be kept.", {
      upstreamStatus: earlier.status,
    });
  const { headers, body } = unpackAnswer(await openAnswer(ctx, once, earlier));
  const whole = { bytes: body, pour: () => Promise.resolve(), discard: () => Promise.resolve() };
  return {
    status: earlier.status ?? 200,
    headers,
    body: whole,
    accessToken: null,
    upstreamMs: 0,
    keeping: null,
  };
}

function identify(actor: WorkspaceActor, call: SignedCall, key: string): IdempotentCall {
  const { connectionId } = call.route;
  const caller = actor.kind === "api-key" ? actor.apiKeyId : actor.userId;
  const { method, origin, path, body } = call;
  const type = call.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  // A body that streams is known by its length alone.
  const content = "bytes" in body ? (body.bytes ?? new Uint8Array()) : `stream ${body.length}`;
  return {
    id: hash(JSON.stringify([caller, connectionId, key])),
    workspaceId: actor.workspaceId,
    connectionId,
    requestHash: hash(JSON.stringify([method, origin, path, type]), content),
  };
}

function hash(...parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part).update("\n");
  return new Uint8Array(sum.digest());
}
