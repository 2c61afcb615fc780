"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import type { Override } from "#lib/overrides/contract.ts";
import { AddOverrideDialog } from "./add-override-dialog.tsx";
import { EditOverrideDialog } from "./edit-override-dialog.tsx";
import type { Surroundings } from "./named.ts";
import { OverrideRow } from "./override-row.tsx";
import { useOverrides } from "./queries.ts";

interface OverridesPanelProps {
  integration: Integration;
  offering: Offering | null;
  surroundings: Surroundings;
  canEdit: boolean;
  /** Proves the client of an override by a real sign-in. */
  renderSignIn: (override: Override) => ReactNode;
}

/** The overrides of an integration: at most one for each runtime configuration and application. */
export function OverridesPanel(props: OverridesPanelProps) {
  const { integration, offering, surroundings, canEdit, renderSignIn } = props;
  const t = useTranslations("overrides");
  const query = useOverrides(integration.id);
  const items = query.data?.items ?? [];
  const labels = new Map((offering?.variables ?? []).map(({ name, label }) => [name, label]));
  const shared = { integration, offering, keyedCallbackUrl: query.data?.keyedCallbackUrl ?? "" };
  return (
    <Panel
      title={t("title")}
      description={t("description")}
      isFlush
      action={
        canEdit ? <AddOverrideDialog {...shared} surroundings={surroundings} taken={items} /> : undefined
      }
    >
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading>
          <Skeleton className="m-5 w-56" />
        </Loading>
      ) : items.length === 0 ? (
        <p className="px-5 py-4 text-ink-3">{t("empty")}</p>
      ) : (
        <ul className="divide-y">
          {items.map((override) => (
            <OverrideRow
              key={override.id}
              override={override}
              canEdit={canEdit}
              labels={labels}
              edit={<EditOverrideDialog {...shared} override={override} />}
              verifyBySignIn={renderSignIn(override)}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}
