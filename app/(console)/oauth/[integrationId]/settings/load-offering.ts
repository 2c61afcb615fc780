import type { Context } from "#lib/context/context.ts";
import { isAppError } from "#lib/core/errors.ts";
import { getOffering } from "#lib/integrations/list-offerings.ts";
import { type Offering, offeringSchema } from "#lib/offerings/contract.ts";

/** The offering of an integration; `null` for one that has left the catalogue while the integration lives on. */
export async function loadOffering(ctx: Context, id: string): Promise<Offering | null> {
  try {
    return offeringSchema.parse(await getOffering(ctx, { id }));
  } catch (error) {
    if (isAppError(error) && error.code === "not-found") return null;
    throw error;
  }
}
