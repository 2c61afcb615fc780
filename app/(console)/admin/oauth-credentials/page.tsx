import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { AddCredentialAction, CredentialsTable } from "#components/credentials/credentials-table.tsx";
import { credentialKeys } from "#components/credentials/keys.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { listOAuthCredentials } from "#lib/credentials/list-oauth-credentials.ts";

const t = translator("credentials");

export const metadata: Metadata = { title: t("title") };

export default async function OAuthCredentialsPage() {
  const credentials = await orNotFound(listOAuthCredentials(await pageContext()));
  return (
    <Prefetched data={[[credentialKeys.list, credentials]]}>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: t("adminConsole") }]}
        actions={<AddCredentialAction />}
      />
      <CredentialsTable redirectUri={credentials.redirectUri} />
    </Prefetched>
  );
}
