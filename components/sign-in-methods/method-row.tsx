"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { StatusChip } from "#components/ui/status-chip.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { SignInMethod } from "#lib/sign-in-methods/contract.ts";
import { EditMethodDialog } from "./edit-method-dialog.tsx";
import { useDeleteSignInMethod, useGoToProvider } from "./queries.ts";

/** One way to sign in: how it stands, whom it lets in, and its test. */
export function MethodRow({ method }: { method: SignInMethod }) {
  const t = useTranslations("signInMethods.methods");
  const { id, name, kind, state, issuer, isLinked, isPractice } = method;
  const test = useGoToProvider(`/api/sign-in-methods/${id}/proof`);
  const isLive = state === "live";
  return (
    <li className="grid gap-3 px-5 py-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <ProviderMark provider={isPractice ? "sandbox" : kind} name={name} />
        <div className="min-w-0 flex-1 basis-40">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere text-ink">
            {name}
            <StatusChip status={isLive ? "active" : "draft"} label={t(isLive ? "live" : "draft")} />
            {isLinked ? <Badge tone="accent">{t("linked")}</Badge> : null}
          </p>
          <p className="font-mono text-sm wrap-anywhere text-ink-3">{issuer}</p>
          <WhoGetsIn method={method} />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {isLive && isLinked ? null : (
            <Button
              size="sm"
              variant={isLive ? undefined : "primary"}
              aria-label={t(isLive ? "testAgainNamed" : "testNamed", { name })}
              isPending={test.isPending}
              onClick={() => test.mutate(null)}
            >
              {t(isLive ? "testAgain" : "test")}
            </Button>
          )}
          <EditMethodDialog method={method} />
          <DeleteMethod method={method} />
        </div>
      </div>
      {isPractice ? <Notice tone="warn">{t("practice")}</Notice> : null}
      {test.error ? <ErrorNotice error={test.error} /> : null}
    </li>
  );
}

function WhoGetsIn({ method: { allowedDomains, join, people } }: { method: SignInMethod }) {
  const t = useTranslations("signInMethods");
  const domains = allowedDomains.join(", ");
  const facts = [
    domains ? t("methods.domains", { domains }) : t("methods.anyDomain"),
    join
      ? t("methods.joins", { workspace: join.workspaceName, role: t(`role.${join.role}`) })
      : t("methods.invited"),
    t("methods.people", { count: people }),
  ];
  return <p className="mt-0.5 text-sm wrap-anywhere text-ink-3">{facts.join(" · ")}</p>;
}

function DeleteMethod({ method: { id, name, people } }: { method: SignInMethod }) {
  const t = useTranslations("signInMethods");
  const remove = useDeleteSignInMethod(id);
  return (
    <AlertDialog
      trigger={<IconButton label={t("methods.remove", { name })} icon={<Trash2 aria-hidden />} size="sm" />}
      title={t("delete.title", { name })}
      description={t("delete.warning")}
      blastRadius={<p>{t("delete.people", { count: people })}</p>}
      confirmText={people > 0 ? name : undefined}
      actionLabel={t("delete.action")}
      onConfirm={async () => {
        await remove.mutateAsync(people);
        toast(t("delete.deleted", { name }));
      }}
    />
  );
}
