import { z } from "zod";
import {
  CONNECTION_HEADER,
  forwardInputSchema,
  ORIGIN_HEADER,
  REPLAYED_HEADER,
} from "#lib/gateway/contract.ts";
import type { RouteDeclaration } from "#lib/http/declaration.ts";
import type { ApiOperation } from "#lib/http/openapi.ts";

const idSchema = z.string().meta({ description: "The integration's id or slug", example: "google-drive" });
const answerSchema = z
  .unknown()
  .meta({ description: "The provider's own answer, status and body as they came" });

const shared = {
  access: "connections:use",
  output: answerSchema,
  problems: [
    "integration-not-configured",
    "connection-needs-reauth",
    "egress-blocked",
    "provider-unreachable",
    "payload-too-large",
    "rate-limited",
    "unavailable",
    "conflict",
  ],
} as const satisfies Partial<RouteDeclaration>;

const afterwards = `\`${ORIGIN_HEADER}\` says whether an answer is the provider's or the gateway's own. \`${CONNECTION_HEADER}\` picks another connection than the usual one. A safe request is repeated after a passing failure; with an \`Idempotency-Key\`, any other is too, and is sent once in 24 hours: its repetition gets the kept answer, with \`${REPLAYED_HEADER}\`.`;

/** The gateway's two forms. They are served beside Next and so have no route file. */
export const gatewayOperations: readonly ApiOperation[] = [
  {
    method: "post",
    path: "/api/integrations/{id}/request",
    declaration: {
      ...shared,
      summary: "Call the provider's API",
      description: `Sends one request through the caller's connection, which adds the token. ${afterwards}`,
      input: { params: z.object({ id: idSchema }), body: forwardInputSchema },
    },
  },
  ...(["get", "post", "put", "patch", "delete"] as const).map((method) => ({
    method,
    path: "/api/integrations/{id}/request/{path}",
    declaration: {
      ...shared,
      summary: `Call the provider's API by path (${method.toUpperCase()})`,
      description: `The path may have several parts; they, the query and the body go to the connection's \`apiBaseUri\` as they are. ${afterwards}`,
      input: {
        params: z.object({
          id: idSchema,
          path: z.string().meta({ description: "The rest of the path", example: "files" }),
        }),
      },
    },
  })),
];
