import type { z } from "zod";
import { assertNamedWorkspace, assertOneSession } from "#lib/auth/named-workspace.ts";
import { requestContext } from "#lib/auth/request-context.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { forbidden } from "#lib/core/errors.ts";
import { answerProblems } from "./answer-problems.ts";
import { attemptOf, auditRefusal } from "./audit-refusal.ts";
import { declare, type RouteDeclaration, type RouteHandler, type RouteInput } from "./declaration.ts";
import { isMultipart, readForm } from "./read-form.ts";
import { parseInput, parseParams, readQuery } from "./read-input.ts";
import { readJson } from "./read-json.ts";
import { assertNotForeign, assertSameOrigin } from "./same-origin.ts";

const withHeadersBrand = Symbol("answer with headers");

interface AnswerWithHeaders<T> {
  [withHeadersBrand]: true;
  data: T;
  headers: HeadersInit;
}

interface RouteOptions<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>
  extends RouteDeclaration {
  input?: Omit<RouteInput, "params" | "query" | "body"> & { params?: P; query?: Q; body?: B };
  output?: O;
  run: (
    ctx: Context,
    input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
  ) => Promise<z.input<O> | AnswerWithHeaders<z.input<O>> | Response>;
}

/** An answer that also sets headers, e.g. `Location` or `Set-Cookie`. */
export function withHeaders<T>(data: T, headers: HeadersInit): AnswerWithHeaders<T> {
  return { [withHeadersBrand]: true, data, headers };
}

/**
 * A Next route handler from a declaration. In this order: who calls, may they, did our own page ask (S-01), is the input
 * right; then `run`, whose answer is parsed with `output`, so that nothing outside the contract escapes.
 * Whatever is thrown becomes one problem document and one log line; a change that was denied or has failed, one audit event.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  options: RouteOptions<P, Q, B, O>,
): RouteHandler {
  const { run, ...declaration } = options;
  const handler = answerProblems(async (request, { params, requestId }) => {
    const isPublic = declaration.access === "public";
    const ctx = await requestContext(request.headers, { requestId, isPublic });
    ctx.told = { isTold: false };
    const answer = await (async () => {
      admit(ctx, request, declaration);
      return run(ctx, (await readInput(request, declaration, params)) as Parameters<typeof run>[1]);
    })().catch(async (error: unknown) => {
      await auditRefusal(ctx, attemptOf(request, await params), error);
      throw error;
    });
    return toResponse(declaration, answer);
  });
  return declare(handler, declaration);
}

function admit(ctx: Context, request: Request, { access, isOwnPageOnly }: RouteDeclaration): void {
  const byCookie = ctx.actor.kind === "member";
  if (access !== "public") assertOneSession(ctx, request.headers);
  if (ctx.actor.kind !== "api-key") assertSameOrigin(request, { byCookie, origin: ctx.settings.origin });
  if (isOwnPageOnly && byCookie) assertNotForeign(request, ctx.settings.origin);
  if (access === "signed-in") assertMember(ctx);
  else if (access !== "public") authorize(ctx.actor, access);
  assertNamedWorkspace(ctx.actor, request.headers, new URL(request.url).searchParams);
}

function assertMember({ actor }: Context): void {
  if (actor.kind === "api-key") throw forbidden("This needs a signed-in person; an API key cannot do it.");
  if (actor.kind !== "member") authorize(actor, "workspace:read");
}

async function readInput(
  request: Request,
  { input = {} }: RouteDeclaration,
  params: Promise<unknown> | undefined,
) {
  return {
    params: input.params && parseParams(input.params, await params),
    query: input.query && parseInput(input.query, readQuery(new URL(request.url).searchParams)),
    body: input.body && parseInput(input.body, await readBodyOf(request, input)),
  };
}

function readBodyOf(request: Request, { maxBodyBytes, fileField }: RouteInput): Promise<unknown> {
  const isForm = fileField !== undefined && isMultipart(request);
  return isForm ? readForm(request, { maxBodyBytes, fileField }) : readJson(request, maxBodyBytes);
}

function toResponse({ output, status }: RouteDeclaration, answer: unknown): Response {
  // A download: its verb has written it in full.
  if (answer instanceof Response) return answer;
  const { data, headers } = isAnswerWithHeaders(answer) ? answer : { data: answer, headers: {} };
  if (!output) return new Response(null, { status: status ?? 204, headers });
  return Response.json(output.parse(data), { status: status ?? 200, headers });
}

function isAnswerWithHeaders(answer: unknown): answer is AnswerWithHeaders<unknown> {
  return typeof answer === "object" && answer !== null && withHeadersBrand in answer;
}
