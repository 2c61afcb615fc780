import type { ClientAuthentication } from "#lib/core/provider.ts";
import type { OfferingData } from "./schema.ts";
import { withNotes } from "./setup-notes.ts";

/** An offering with all that is known of it; `offeringSchema` picks what leaves the server. */
export interface CatalogueOffering extends OfferingData {
  clientAuthentications: ClientAuthentication[];
  isSandbox: boolean;
  /** The practice provider's origin where it is plain http, otherwise `null`. */
  insecureOrigin: string | null;
  /** Set for one that is kept in the database: whose it is (`null`: everybody's) and at which version. */
  custom: { workspaceId: string | null; version: number } | null;
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
    isSandbox: sandboxOrigin !== null,
    insecureOrigin: toInsecureOrigin(sandboxOrigin),
    custom: null,
  };
}

/** The same for a custom offering. One that leads to the practice provider may do so as plainly as that one's own. */
export function toCustomOffering(
  data: OfferingData,
  custom: NonNullable<CatalogueOffering["custom"]>,
  sandboxOrigin: string | null,
): CatalogueOffering {
  const insecureOrigin = toInsecureOrigin(sandboxOrigin);
  return { ...toCatalogueOffering(data), insecureOrigin, custom };
}

function toInsecureOrigin(sandboxOrigin: string | null): string | null {
  return sandboxOrigin?.startsWith("http:") ? sandboxOrigin : null;
}
