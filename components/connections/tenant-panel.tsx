"use client";

import { useTranslations } from "use-intl";
import { Panel } from "#components/ui/panel.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { TenantChoice } from "./tenant-choice.tsx";
import { useTenantWord } from "./use-tenant-word.ts";

/** The choice among the places that the account reaches; nothing where there is only one. */
export function TenantPanel({ connection }: { connection: Connection }) {
  const t = useTranslations("connections.tenant");
  const word = useTenantWord(connection.tenants);
  if ((connection.tenants?.items.length ?? 0) < 2) return null;
  return (
    <Panel title={t("title", { word })} description={t("description", { word })}>
      <TenantChoice connection={connection} isTitled />
    </Panel>
  );
}
