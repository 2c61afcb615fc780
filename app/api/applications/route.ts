import {
  applicationPageSchema,
  applicationSchema,
  createApplicationSchema,
} from "#lib/applications/contract.ts";
import { createApplication } from "#lib/applications/create-application.ts";
import { listApplications } from "#lib/applications/list-applications.ts";
import { pageQuerySchema } from "#lib/core/page.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "workspace:read",
  summary: "List applications",
  description: "The software that calls. Every API key belongs to one. Oldest first.",
  input: { query: pageQuerySchema },
  output: applicationPageSchema,
  run: (ctx, { query }) => listApplications(ctx, query),
});

export const HEAD = head(GET);

export const POST = route({
  access: "workspace:manage",
  summary: "Add an application",
  input: { body: createApplicationSchema },
  output: applicationSchema,
  status: 201,
  problems: ["conflict"],
  run: async (ctx, { body }) => {
    const added = await createApplication(ctx, body);
    return withHeaders(added, { location: `/api/applications/${added.id}` });
  },
});
