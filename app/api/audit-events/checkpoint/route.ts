import { checkpointFileSchema } from "#lib/audit/contract.ts";
import { getAuditCheckpoint } from "#lib/audit/verify-audit-events.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "audit:read",
  isOwnPageOnly: true,
  summary: "Download a checkpoint of the chain of audit events",
  description: "Its signed end. Kept elsewhere, it tells later whether events were cut off.",
  output: checkpointFileSchema,
  run: async (ctx) =>
    withHeaders(await getAuditCheckpoint(ctx), {
      "content-disposition": 'attachment; filename="audit-checkpoint.json"',
    }),
});

export const HEAD = head(GET);
