import type { ClientAuthentication } from "#lib/core/provider.ts";
import type { Offering } from "./contract.ts";
import type { OfferingData } from "./schema.ts";
import { withNotes } from "./setup-notes.ts";

/** An offering with all that is known of it; `offeringSchema` picks what leaves the server. */
export interface CatalogueOffering extends OfferingData {
  clientAuthentications: ClientAuthentication[];
  accepts: Offering["accepts"];
  isSandbox: boolean;
  /** The practice provider's origin where it is plain http, otherwise `null`. */
  insecureOrigin: string | null;
}

const authentications = {
  post: "client_secret_post",
  basic: "client_secret_basic",
  none: "none",
} as const satisfies Record<string, ClientAuthentication>;

/** Completes an offering's data with what follows from it. */
export function toCatalogueOffering(
  data: OfferingData,
  sandboxOrigin: string | null = null,
): CatalogueOffering {
  const { preferred, supported } = data.clientAuth;
  return {
    ...data,
    setup: { ...data.setup, steps: withNotes(data.setup.steps, data.quirks) },
    clientAuthentications: [...new Set([preferred, ...supported])].map((name) => authentications[name]),
    accepts: ["oauth2"],
    isSandbox: sandboxOrigin !== null,
    insecureOrigin: sandboxOrigin?.startsWith("http:") ? sandboxOrigin : null,
  };
}
