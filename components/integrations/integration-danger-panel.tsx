"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import { DeleteIntegrationDialog } from "./delete-integration-dialog.tsx";
import { PauseIntegrationDialog } from "./pause-integration-dialog.tsx";
import { useDuplicateIntegration, useUpdateIntegration } from "./queries.ts";

/** Duplicating, pausing and deleting, the last two with what depends on it. */
export function IntegrationDangerPanel({ integration }: { integration: Integration }) {
  const t = useTranslations("integrations.danger");
  const resume = useUpdateIntegration(integration.id);
  const { isDisabled } = integration;
  return (
    <Panel title={t("title")} isFlush>
      <div className="divide-y">
        <Duplicate integration={integration} />
        <Row detail={isDisabled ? t("enableDetail") : t("disableDetail")} error={resume.error}>
          {isDisabled ? (
            <Button isPending={resume.isPending} onClick={() => resume.mutate({ isDisabled: false })}>
              {t("enable")}
            </Button>
          ) : (
            <PauseIntegrationDialog integration={integration} />
          )}
        </Row>
        <Row detail={t("deleteDetail")}>
          <DeleteIntegrationDialog integration={integration} />
        </Row>
      </div>
    </Panel>
  );
}

function Duplicate({ integration }: { integration: Integration }) {
  const t = useTranslations("integrations.danger");
  const router = useRouter();
  const duplicate = useDuplicateIntegration(integration.id);

  async function run() {
    const copy = await duplicate.mutateAsync(undefined).catch(() => null);
    if (!copy) return;
    toast(t("duplicated", { name: copy.name }));
    router.push(`/oauth/${copy.slug}` as Route);
  }

  return (
    <Row detail={t("duplicateDetail")} error={duplicate.error}>
      <Button isPending={duplicate.isPending} onClick={() => void run()}>
        {t("duplicate")}
      </Button>
    </Row>
  );
}

function Row({ detail, error, children }: { detail: string; error?: unknown; children: ReactNode }) {
  return (
    <div className="grid gap-3 px-5 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-60 text-ink-2">{detail}</p>
        {children}
      </div>
      {error ? <ErrorNotice error={error} /> : null}
    </div>
  );
}
