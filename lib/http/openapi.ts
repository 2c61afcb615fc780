import type { z } from "zod";
import {
  createDocument,
  type ZodObjectInput,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { apiKeyScopes } from "#lib/core/permissions.ts";
import { type ProblemCode, problemTypes } from "#lib/core/problem-types.ts";
import type { Access, RouteDeclaration, RouteInput } from "./declaration.ts";
import { problemSchema } from "./problem-schema.ts";

export const openApiMethods = ["get", "post", "put", "patch", "delete"] as const;
export type OpenApiMethod = (typeof openApiMethods)[number];

/** One documented operation: `path` as in `/api/api-keys/{id}`. */
export interface ApiOperation {
  method: OpenApiMethod;
  path: string;
  declaration: RouteDeclaration;
}

export type OpenApiDocument = ReturnType<typeof createDocument>;

const introduction = `Sign in and use the session cookie, or make an API key and send it as \`Authorization: Bearer …\`; an API key acts for the member who made it, within its scopes. By cookie, a change must come from a page of this address and be JSON.

A session and an API key belong to one workspace. A request may name it in \`Mooring-Workspace\`; any other name there is answered with 400, and nothing is done.

Lists are pages: send \`nextCursor\` back as \`cursor\`. Whatever is not a success is a problem document (RFC 9457) with a stable \`code\`; what does not exist and what is not yours to see answer the same 404.`;

/** The OpenAPI 3.1 document of these operations, from the very declarations that the routes obey. */
export function buildOpenApi(
  operations: readonly ApiOperation[],
  facts: { origin: string; version: string },
): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: toOperation(operation) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: { title: "Mooring", version: facts.version, description: introduction },
    servers: [{ url: facts.origin }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key, `mrg_…`" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "mooring-session",
          description: "Set by signing in; `__Host-` stands before it under https",
        },
      },
    },
  });
}

/** Whether an API key can be given what the operation asks for. */
export function isForApiKeys(access: Access): boolean {
  return access !== "public" && apiKeyScopes.some((scope) => scope === access);
}

function toOperation({ method, path, declaration }: ApiOperation): ZodOpenApiOperationObject {
  const { access, summary, description, input = {} } = declaration;
  return {
    operationId: operationId(method, path),
    summary,
    ...(description ? { description } : {}),
    tags: [path.split("/")[2] ?? "api"],
    "x-mooring-access": access,
    security: access === "public" ? [] : [...(isForApiKeys(access) ? [{ apiKey: [] }] : []), { session: [] }],
    requestParams: {
      ...(input.params ? { path: input.params as ZodObjectInput } : {}),
      ...(input.query ? { query: input.query as ZodObjectInput } : {}),
    },
    ...(input.body ? { requestBody: { required: true, content: toBodyContent(input, input.body) } } : {}),
    responses: toResponses(declaration),
  };
}

function toBodyContent({ fileField }: RouteInput, schema: z.ZodType) {
  const form = fileField === undefined ? {} : { "multipart/form-data": { schema } };
  return { "application/json": { schema }, ...form };
}

function toResponses({
  access,
  input,
  output,
  status,
  problems = [],
}: RouteDeclaration): ZodOpenApiResponsesObject {
  const success = String(status ?? (output ? 200 : 204));
  const codes = new Set<ProblemCode>(problems);
  if (access !== "public") codes.add("workspace-conflict").add("unauthenticated").add("forbidden");
  if (input?.params) codes.add("not-found");
  if (input?.query || input?.body) codes.add("invalid-input");
  const statuses = new Set([...codes].map((code) => problemTypes[code].status));
  const refusals = [...statuses].map((refusal) => [
    String(refusal),
    toProblemResponse([...codes].filter((code) => problemTypes[code].status === refusal)),
  ]);
  return {
    [success]: {
      description: output ? "The answer" : "Done",
      ...(output ? { content: toContent(output) } : {}),
    },
    ...Object.fromEntries(refusals),
    default: toProblemResponse(["internal"]),
  } as ZodOpenApiResponsesObject;
}

function toContent(output: z.ZodType) {
  return { "application/json": { schema: output } };
}

function toProblemResponse(codes: readonly ProblemCode[]) {
  const description = codes.map((code) => `\`${code}\`: ${problemTypes[code].title}`).join("; ");
  return { description, content: { "application/problem+json": { schema: problemSchema } } };
}

// `get` + `/api/api-keys/{id}` → `getApiKeysById`.
function operationId(method: OpenApiMethod, path: string): string {
  const words = path
    .split("/")
    .slice(2)
    .flatMap((part) => (part.startsWith("{") ? ["by", part] : [part]));
  const pascal = words
    .flatMap((word) => word.split(/[^A-Za-z0-9]+/))
    .filter(Boolean)
    .map((word) => word[0]?.toUpperCase() + word.slice(1));
  return method + pascal.join("");
}
