import type { Metadata } from "next";
import { translator } from "#app/translator.ts";
import { ApiKeysTable } from "#components/api-keys/api-keys-table.tsx";
import { CreateApiKeyDialog } from "#components/api-keys/create-api-key-dialog.tsx";
import { SectionHeader } from "#components/ui/section-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";

const t = translator("apiKeys");

export const metadata: Metadata = { title: t("title") };

export default async function ApiKeysPage() {
  const { settings } = await pageContext();
  return (
    <>
      <SectionHeader
        title={t("title")}
        description={t("description")}
        actions={<CreateApiKeyDialog origin={settings.origin} />}
      />
      <ApiKeysTable origin={settings.origin} />
    </>
  );
}
