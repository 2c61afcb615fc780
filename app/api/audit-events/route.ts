import { auditEventPageSchema, auditEventQuerySchema } from "#lib/audit/contract.ts";
import { listAuditEvents } from "#lib/audit/list-audit-events.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "audit:read",
  summary: "List audit events",
  description:
    "Newest first. Members see their own acts and those of their keys, admins the whole workspace's.",
  input: { query: auditEventQuerySchema },
  output: auditEventPageSchema,
  run: (ctx, { query }) => listAuditEvents(ctx, query),
});

export const HEAD = head(GET);
