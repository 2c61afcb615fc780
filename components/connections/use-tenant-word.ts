"use client";

import { useTranslations } from "use-intl";
import type { Connection } from "#lib/connections/contract.ts";

/** What the provider calls one of the places that a grant reaches: "site", "organisation"; a plain word where it is not known. */
export function useTenantWord(tenants: Connection["tenants"]): string {
  const t = useTranslations("connections.tenant");
  return tenants?.called ?? t("word");
}

/** The chosen place of a connection, where its grant reaches several. */
export function chosenOfSeveral({ tenants }: Pick<Connection, "tenants">): string | null {
  if (!tenants || tenants.items.length < 2 || !tenants.chosen) return null;
  return tenants.chosen.label ?? tenants.chosen.id;
}
