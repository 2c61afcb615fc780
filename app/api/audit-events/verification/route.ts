import { chainReportSchema } from "#lib/audit/contract.ts";
import { verifyAuditEvents } from "#lib/audit/verify-audit-events.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "audit:read",
  summary: "Verify the chain of audit events",
  description: "Reads every event of the workspace and names the first that is not as it was written.",
  output: chainReportSchema,
  run: (ctx) => verifyAuditEvents(ctx),
});
