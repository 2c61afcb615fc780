import type { Context } from "#lib/context/context.ts";
import { conflict } from "#lib/core/errors.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { holdOfferingRow } from "./repository-versions.ts";

/**
 * In the transaction that builds on an offering: makes whoever would publish or delete it wait, and throws 409 when it is
 * no longer what was read, so that no secret ends at an address that nobody saw (P-04).
 */
export async function holdOffering(ctx: Context, { id, custom }: CatalogueOffering): Promise<void> {
  if (custom === null || (await holdOfferingRow(ctx, id)) === custom.version) return;
  throw conflict("This offering was changed in the meantime. Look at it again, then make the integration.");
}
