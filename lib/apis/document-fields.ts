import { z } from "zod";

/** The formats of documents that are read. */
export const documentFormats = ["openapi-3.1", "openapi-3.0", "swagger-2"] as const;

/** The largest document, in bytes of UTF-8. */
export const MAX_DOCUMENT_BYTES = 5 * 1024 * 1024;

export const operationParameterSchema = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  isRequired: z.boolean(),
  type: z.string().meta({ description: "JSON Schema's word: `string`, `integer`, `array`, …" }),
  description: z.string().nullable(),
  example: z.string().nullable(),
  choices: z.array(z.string()).nullable().meta({ description: "The only values that it takes" }),
  separator: z.string().nullable().meta({
    description: "What stands between several values; `null`: each is sent as a parameter of its own",
  }),
});
export type OperationParameter = z.output<typeof operationParameterSchema>;

export const operationBodySchema = z.object({
  contentType: z.string(),
  isRequired: z.boolean(),
  example: z.string().nullable(),
});
export type OperationBody = z.output<typeof operationBodySchema>;

export const apiOperationSchema = z
  .object({
    key: z.string().meta({ description: "Method and path, such as `GET /files/{id}`" }),
    method: z.string(),
    path: z.string(),
    summary: z.string().nullable(),
    tag: z.string().nullable(),
    isDeprecated: z.boolean(),
    parameters: z.array(operationParameterSchema),
    requestBody: operationBodySchema.nullable(),
  })
  .meta({ id: "ApiOperation" });
export type ApiOperation = z.output<typeof apiOperationSchema>;

export const apiServerSchema = z.object({
  url: z.string().meta({ description: "With the document's variables filled in" }),
  description: z.string().nullable(),
});
export type ApiServer = z.output<typeof apiServerSchema>;

export const oauthFlowNames = ["authorizationCode", "clientCredentials", "implicit", "password"] as const;

const oauthFlowSchema = z.object({
  flow: z.enum(oauthFlowNames),
  authorizationUrl: z.string().nullable(),
  tokenUrl: z.string().nullable(),
  refreshUrl: z.string().nullable(),
  scopes: z.array(z.object({ id: z.string(), description: z.string() })),
});
export type OAuthFlow = z.output<typeof oauthFlowSchema>;

const named = { name: z.string(), description: z.string().nullable() };

/** What a document says about how callers prove themselves, one entry a scheme. */
export const apiSchemeSchema = z.discriminatedUnion("kind", [
  z.object({ ...named, kind: z.literal("oauth2"), flows: z.array(oauthFlowSchema) }),
  z.object({ ...named, kind: z.literal("openIdConnect"), discoveryUrl: z.string() }),
  z.object({
    ...named,
    kind: z.literal("apiKey"),
    in: z.enum(["header", "query", "cookie"]),
    parameter: z.string(),
  }),
  z.object({ ...named, kind: z.literal("basic") }),
  z.object({ ...named, kind: z.literal("bearer") }),
  z.object({ ...named, kind: z.literal("other"), type: z.string() }),
]);
export type ApiScheme = z.output<typeof apiSchemeSchema>;

const operationLineSchema = z.object({
  key: z.string(),
  method: z.string(),
  path: z.string(),
  summary: z.string().nullable(),
});

/** What a new document changes in an API. */
export const apiDifferenceSchema = z
  .object({
    operations: z.object({
      added: z.array(operationLineSchema),
      removed: z.array(operationLineSchema),
      changed: z.array(
        operationLineSchema.extend({
          parts: z.array(z.enum(["summary", "tag", "isDeprecated", "parameters", "requestBody"])),
        }),
      ),
    }),
    servers: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
    schemes: z.object({
      added: z.array(z.string()),
      removed: z.array(z.string()),
      changed: z.array(z.string()),
    }),
  })
  .meta({ id: "ApiDifference" });
export type ApiDifference = z.output<typeof apiDifferenceSchema>;
