import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { holdIntegrationAlone } from "#lib/integrations/hold-integration.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { changedMeanwhile } from "./repository.ts";

type IntegrationRow = Awaited<ReturnType<typeof loadIntegration>>;

/**
 * Writes a change to an integration's overrides while nobody stores or sends one of its grants. 409 when the integration was
 * saved, or another version of its `offering` published, since they were loaded: what was decided then may no longer hold
 * (P-04).
 */
export function changeOverrides<T>(
  ctx: Context,
  { integration, offering }: { integration: IntegrationRow; offering: CatalogueOffering | null },
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    await holdIntegrationAlone(tx, integration);
    const { updatedAt } = await loadIntegration(tx, integration.id);
    if (updatedAt.getTime() !== integration.updatedAt.getTime()) throw changedMeanwhile();
    // A publication waits for the integration, and this one for a publication that came first.
    const present = await findOffering(tx, integration.offeringId);
    if (present?.custom?.version !== offering?.custom?.version) throw changedMeanwhile();
    return work(tx);
  });
}

/** How an override's target is named in the audit trail. */
export function auditTarget(id: string, integration: IntegrationRow, scope: { name: string }) {
  return {
    kind: "override",
    id,
    label: `${integration.name} · ${scope.name}`,
    integrationId: integration.id,
  };
}
