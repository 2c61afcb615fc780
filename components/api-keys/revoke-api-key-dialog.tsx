"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ApiKey } from "#lib/api-keys/contract.ts";
import { useRevokeApiKey } from "./queries.ts";

/** Ends a key for good; says when it was last used. */
export function RevokeApiKeyDialog({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("apiKeys");
  const revoke = useRevokeApiKey();
  return (
    <AlertDialog
      trigger={
        <IconButton label={t("revokeNamed", { name: apiKey.name })} icon={<Trash2 aria-hidden />} size="sm" />
      }
      title={t("revokeTitle", { name: apiKey.name })}
      description={t("revokeDetail")}
      blastRadius={
        <>
          {t("lastUsed")}: <RelativeTime value={apiKey.lastUsedAt} />
        </>
      }
      actionLabel={t("revoke")}
      onConfirm={async () => {
        await revoke.mutateAsync(apiKey.id);
        toast(t("revoked", { name: apiKey.name }));
      }}
    />
  );
}
