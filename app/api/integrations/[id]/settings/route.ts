import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { integrationParams } from "#lib/integrations/contract.ts";
import { effectiveSettingsSchema, settingsQuery } from "#lib/overrides/contract.ts";
import { getEffectiveSettings } from "#lib/overrides/get-effective-settings.ts";

export const GET = route({
  access: "integrations:read",
  summary: "Get the settings that count under a runtime configuration and an application",
  description: "Each value, where it comes from, and what it hides. The more specific wins.",
  input: { params: integrationParams, query: settingsQuery },
  output: effectiveSettingsSchema,
  problems: ["integration-not-configured"],
  run: (ctx, { params, query }) => getEffectiveSettings(ctx, { ...query, ...params }),
});

export const HEAD = head(GET);
