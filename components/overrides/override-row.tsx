"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { type Status, StatusChip } from "#components/ui/status-chip.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Override } from "#lib/overrides/contract.ts";
import { DeleteOverrideDialog } from "./delete-override-dialog.tsx";
import { plainFields } from "./override-values.ts";
import { useVerifyOverride } from "./queries.ts";

interface OverrideRowProps {
  override: Override;
  canEdit: boolean;
  /** The variables' labels, by name. */
  labels: ReadonlyMap<string, string>;
  edit: ReactNode;
  verifyBySignIn: ReactNode;
}

/** One override: what it is for, what it replaces, how far its client is proven, and what can be done with it. */
export function OverrideRow({ override, canEdit, labels, edit, verifyBySignIn }: OverrideRowProps) {
  const t = useTranslations("overrides");
  const { scope, settings, status, verification } = override;
  const { name } = scope;
  const verify = useVerifyOverride(override.integrationId, override.id);
  const fields = [
    ...plainFields.filter((field) => settings[field] !== undefined).map((field) => t(`fields.${field}`)),
    ...Object.keys(settings.variables ?? {}).map((variable) => labels.get(variable) ?? variable),
  ];
  const isProvable = verification !== null || status === "draft";
  const isUnclear = status === "draft" && verification?.verdict === "inconclusive";

  async function tryOut() {
    const tried = await verify.mutateAsync(undefined).catch(() => null);
    if (tried) toast(t(tried.status === "configured" ? "verified" : "notVerified", { name }));
  }

  return (
    <li className="grid gap-2.5 px-5 py-3.5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <p className="flex flex-wrap items-center gap-2 font-medium text-ink">
            <span className="wrap-anywhere">{name}</span>
            <StatusChip status={chipOf(override)} cause={causeOf(override, t("neverTried"))} />
          </p>
          <p className="text-sm text-ink-3">
            {t(`scopeKind.${scope.kind}`)} · {t("connectionCount", { count: override.connectionCount })}
          </p>
          <p className="mt-1 text-sm text-ink-2">{t("replaces", { fields: fields.join(", ") })}</p>
          {settings.clientId === undefined ? null : (
            <code className="block text-sm wrap-anywhere text-ink-3">
              {settings.clientId}
              {override.clientSecret?.isSet ? ` · •••• ${override.clientSecret.last4}` : ""}
            </code>
          )}
        </div>
        {canEdit ? (
          <div className="flex flex-wrap items-center gap-1">
            {isUnclear ? verifyBySignIn : null}
            {isProvable ? (
              <Button
                size="sm"
                aria-label={t("verifyNamed", { name })}
                isPending={verify.isPending}
                onClick={() => void tryOut()}
              >
                {t("verify")}
              </Button>
            ) : null}
            {edit}
            <DeleteOverrideDialog override={override} />
          </div>
        ) : null}
      </div>
      {verify.isError ? <ErrorNotice error={verify.error} /> : null}
    </li>
  );
}

function chipOf({ status, verification }: Override): Status {
  if (status === "configured") return "configured";
  return verification?.verdict === "rejected" ? "needs-attention" : "draft";
}

function causeOf({ status, verification }: Override, neverTried: string): string | undefined {
  return verification?.explanation ?? (status === "draft" ? neverTried : undefined);
}
