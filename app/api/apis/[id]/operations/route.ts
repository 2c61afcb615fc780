import { apiParams, listOperationsQuery, operationPageSchema } from "#lib/apis/contract.ts";
import { listOperations } from "#lib/apis/list-operations.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "apis:read",
  summary: "List the operations of a custom API",
  description: "Those of one tag together, in the document's order.",
  input: { params: apiParams, query: listOperationsQuery },
  output: operationPageSchema,
  run: (ctx, { params, query }) => listOperations(ctx, { ...query, ...params }),
});

export const HEAD = head(GET);
