import { type AuditExportQuery, auditExportQuerySchema } from "#lib/audit/contract.ts";
import { getAuditExport } from "#lib/audit/get-audit-export.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { streamText } from "#lib/http/stream-text.ts";

const types: Record<AuditExportQuery["format"], string> = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json",
  ndjson: "application/x-ndjson",
};

export const GET = route({
  access: "audit:read",
  isOwnPageOnly: true,
  summary: "Export audit events as CSV, JSON or NDJSON",
  description: "All that the filter finds, newest first, as a download. The export is an audit event itself.",
  input: { query: auditExportQuerySchema },
  run: async (ctx, { query }) =>
    streamText(await getAuditExport(ctx, query), {
      "content-type": types[query.format],
      "content-disposition": `attachment; filename="audit-log-${ctx.now().toISOString().slice(0, 10)}.${query.format}"`,
    }),
});

export const HEAD = head(GET);
