"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { connectionHealths, connectionScopes } from "#lib/connections/contract.ts";

/** Whose connections can be chosen among, the widest first; who does not run the workspace has no "all". */
const offeredScopes = { all: ["all", "own", "shared"], mine: ["mine", "own", "shared"] } as const;

/** The filters of a list of connections, held in the address. */
export function useConnectionFilter({
  canSeeAll,
  integrationId,
}: {
  canSeeAll: boolean;
  integrationId?: string | undefined;
}) {
  const scopes = offeredScopes[canSeeAll ? "all" : "mine"];
  const [values, setValues] = useQueryStates({
    q: parseAsString.withDefault(""),
    scope: parseAsStringLiteral(connectionScopes),
    health: parseAsStringLiteral(connectionHealths),
    integration: parseAsString,
    cursor: parseAsString,
  });
  const { q, health, integration } = values;
  const scope = scopes.find((offered) => offered === values.scope) ?? scopes[0];
  return {
    scopes,
    values: { q, scope, health, integration },
    asked: { integration: integrationId ?? integration, scope, health, q: q || null },
    isFiltered:
      q !== "" || health !== null || scope !== scopes[0] || (!integrationId && integration !== null),
    set: (change: Partial<typeof values>) => void setValues({ ...change, cursor: null }),
    clear: () => void setValues({ q: null, health: null, scope: null, integration: null, cursor: null }),
  };
}

export type ConnectionFilter = ReturnType<typeof useConnectionFilter>;
