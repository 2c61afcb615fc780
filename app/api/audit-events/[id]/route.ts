import { auditEventParams, auditEventSchema } from "#lib/audit/contract.ts";
import { getAuditEvent } from "#lib/audit/get-audit-event.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "audit:read",
  summary: "Get an audit event",
  input: { params: auditEventParams },
  output: auditEventSchema,
  run: (ctx, { params }) => getAuditEvent(ctx, params),
});

export const HEAD = head(GET);
