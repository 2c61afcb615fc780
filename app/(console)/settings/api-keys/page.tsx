import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { ApiKeysTable } from "#components/api-keys/api-keys-table.tsx";
import { CreateApiKeyDialog } from "#components/api-keys/create-api-key-dialog.tsx";
import { placeKeys } from "#components/api-keys/keys.ts";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { listApplications } from "#lib/applications/list-applications.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { listRuntimeConfigurations } from "#lib/runtime-configurations/list-runtime-configurations.ts";

const t = translator("apiKeys");

export const metadata: Metadata = { title: t("title") };

export default async function ApiKeysPage() {
  const ctx = await pageContext();
  const { origin } = ctx.settings;
  const all = { limit: 100 };
  const [applications, runtimeConfigurations] = await Promise.all([
    listApplications(ctx, all),
    listRuntimeConfigurations(ctx, all),
  ]);
  return (
    <Prefetched
      data={[
        [placeKeys.applications, applications],
        [placeKeys.runtimeConfigurations, runtimeConfigurations],
      ]}
    >
      <SectionHeader
        title={t("title")}
        description={t("description")}
        actions={<CreateApiKeyDialog origin={origin} />}
      />
      <ApiKeysTable origin={origin} />
    </Prefetched>
  );
}
