import type { z } from "zod";
import type { Permission } from "#lib/core/permissions.ts";
import type { ProblemCode } from "#lib/core/problem-types.ts";

/** Who may call: anyone, any signed-in member, or whoever has the permission (a member's role or a key's scope). */
export type Access = Permission | "public" | "signed-in";

export interface RouteInput {
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The largest body, where 1 MB is too little. */
  maxBodyBytes?: number;
  /** The field of the body that may come as a file of that name, in a `multipart/form-data` body of texts. */
  fileField?: string;
}

/** What a route says about itself; the wrapper obeys it and the OpenAPI document repeats it. */
export interface RouteDeclaration {
  access: Access;
  /** One line, an act: "Create an API key". */
  summary: string;
  description?: string;
  input?: RouteInput;
  output?: z.ZodType;
  /** 200 with an output, 204 without, unless said otherwise. */
  status?: number;
  /** A read that leaves a trace: a foreign page's link must not make a member's browser ask for it. */
  isOwnPageOnly?: boolean;
  /** Problems beyond those that every route can answer. */
  problems?: readonly ProblemCode[];
}

export interface RouteContext {
  params: Promise<unknown>;
}

/** A Next route handler that carries its declaration. */
export interface RouteHandler {
  (request: Request, context?: RouteContext): Promise<Response>;
  declaration: RouteDeclaration;
}

/** Attaches a declaration to a handler that does not answer JSON (a redirect, a file), so that it is documented too. */
export function declare(
  handler: (request: Request, context?: RouteContext) => Promise<Response>,
  declaration: RouteDeclaration,
): RouteHandler {
  return Object.assign(handler, { declaration });
}

/** The HEAD of a GET: the same status and headers, no body. */
export function head(get: RouteHandler): RouteHandler {
  return declare(async (request, context) => {
    const { status, headers } = await get(request, context);
    return new Response(null, { status, headers });
  }, get.declaration);
}
