import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { issuesTokens, type Provider } from "#lib/core/provider.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { clientFacts, providerFor } from "./client-source.ts";
import { type IntegrationFacts, loadIntegration, toFacts } from "./get-integration-facts.ts";
import type { IntegrationRow } from "./repository.ts";
import { toVariables } from "./rules.ts";

/** What a call of the provider's API needs to know; no secret among it. */
export interface IntegrationApi {
  integration: IntegrationFacts;
  provider: Provider;
  clientId: string;
}

/**
 * How the API behind an integration (id or slug, draft or not) is called. It decides about no permission and looks at
 * no status: the verb that calls it does. 404 as ever; 409 `integration-not-configured` when there is nothing to call.
 */
export async function getIntegrationApi(ctx: Context, idOrSlug: string): Promise<IntegrationApi> {
  return toApi(ctx, await loadIntegration(ctx, idOrSlug));
}

export async function toApi(ctx: Context, row: IntegrationRow): Promise<IntegrationApi> {
  const offering = await findOffering(ctx, row.offeringId);
  const { clientId } = clientFacts(row, row.oauthCredential);
  if (!offering || (!clientId && issuesTokens(row.kind))) throw notConfigured(row);
  const provider = providerFor(offering, toVariables(row), row.oauthCredential, row.kind);
  return { integration: toFacts(ctx.settings, row), provider, clientId };
}

export function notConfigured(row: IntegrationRow): AppError {
  return new AppError("integration-not-configured", `integration ${row.id} has no proven client`, {
    detail: `“${row.name}” is still a draft. Its page says what is missing; an admin of the workspace can complete it.`,
    extensions: { integrationId: row.id },
  });
}
