"use client";

import { useCallback } from "react";
import { useTranslations } from "use-intl";
import type { Connection } from "#lib/connections/contract.ts";

/** What a connection is called: its name here, else its account's. The same function at every render, so that columns stay. */
export function useConnectionName(): (connection: Pick<Connection, "account" | "name">) => string {
  const accountOf = useAccountName();
  return useCallback(({ account, name }) => name ?? accountOf({ account }), [accountOf]);
}

/** The account's best name: label, e-mail or id; a connection whose provider tells none gets words for that. */
export function useAccountName(): (connection: Pick<Connection, "account">) => string {
  const t = useTranslations("connections");
  return useCallback(
    ({ account }) => account?.label ?? account?.email ?? account?.id ?? t("unnamedAccount"),
    [t],
  );
}
