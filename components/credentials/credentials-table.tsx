"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataTable } from "#components/data-table/data-table.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { AddCredentialDialog } from "./add-credential-dialog.tsx";
import { useCredentialColumns } from "./columns.tsx";
import { useCredentials } from "./queries.ts";

/** The redirect URI to register everywhere, and below it the deployment's clients, one a domain. */
export function CredentialsTable({ redirectUri }: { redirectUri: string }) {
  const t = useTranslations("credentials");
  const query = useCredentials();
  return (
    <div className="grid gap-4.5">
      <Panel title={t("redirectUri.title")} description={t("redirectUri.description")} isStrong>
        <CopyField value={redirectUri} label={t("redirectUri.label")} copyLabel={t("redirectUri.copy")} />
      </Panel>
      <DataTable
        label={t("title")}
        columns={useCredentialColumns()}
        query={query}
        getRowId={({ id }) => id}
        hasMarks
        empty={
          <EmptyState
            icon={<KeyRound />}
            title={t("emptyTitle")}
            steps={[t("emptyStep1"), t("emptyStep2"), t("emptyStep3")]}
          >
            {t("emptyDetail")}
          </EmptyState>
        }
      />
    </div>
  );
}

/** The page's act. */
export function AddCredentialAction() {
  return <AddCredentialDialog domains={useCredentials().data?.domains ?? []} />;
}
