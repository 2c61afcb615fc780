import { applicationParams, applicationSchema, updateApplicationSchema } from "#lib/applications/contract.ts";
import { deleteApplication } from "#lib/applications/delete-application.ts";
import { getApplication } from "#lib/applications/get-application.ts";
import { updateApplication } from "#lib/applications/update-application.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "workspace:read",
  summary: "Get an application",
  input: { params: applicationParams },
  output: applicationSchema,
  run: (ctx, { params }) => getApplication(ctx, params),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "workspace:manage",
  summary: "Rename an application, or make it the default",
  input: { params: applicationParams, body: updateApplicationSchema },
  output: applicationSchema,
  problems: ["conflict"],
  run: (ctx, { params, body }) => updateApplication(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "workspace:manage",
  summary: "Delete an application that nothing uses",
  description:
    "Not the default. 409 while keys, connections or overrides hang on it. Ended keys move to the default.",
  input: { params: applicationParams },
  problems: ["conflict"],
  run: (ctx, { params }) => deleteApplication(ctx, params),
});
