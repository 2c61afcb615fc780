"use client";

import { useTranslations } from "use-intl";
import { ProveForm } from "#components/form/prove-form.tsx";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Identity, IdentityList } from "#lib/sign-in-methods/contract.ts";
import { useDeleteIdentity, useGoToProvider, useIdentities } from "./queries.ts";

/** The accounts elsewhere that sign one in, and what more can be linked. Nothing where there is no such way. */
export function IdentitiesPanel() {
  const t = useTranslations("signInMethods.identities");
  const { data, error, refetch } = useIdentities();
  const { items = [], choices = [], asks } = data ?? {};
  if (data && items.length === 0 && choices.length === 0) return null;
  return (
    <Panel
      title={t("title")}
      description={t("description")}
      action={choices.map(({ slug, name }) => (
        <LinkDialog key={slug} method={slug} name={name} asks={asks} />
      ))}
      isFlush
    >
      {error ? <ErrorNotice className="m-5" error={error} onRetry={() => void refetch()} /> : null}
      {data && items.length === 0 ? <p className="px-5 py-4 text-ink-3">{t("empty")}</p> : null}
      {items.length > 0 ? (
        <ul className="divide-y" aria-label={t("title")}>
          {items.map((identity) => (
            <IdentityRow key={identity.id} identity={identity} />
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}

interface LinkDialogProps {
  method: string;
  name: string;
  asks: IdentityList["asks"] | undefined;
}

/** It signs in from then on, so whoever has a password proves it first. */
function LinkDialog({ method, name, asks }: LinkDialogProps) {
  const t = useTranslations("signInMethods.identities");
  const go = useGoToProvider("/api/identities");
  return (
    <Dialog
      trigger={<Button size="sm">{t("link", { name })}</Button>}
      title={t("linkTitle", { name })}
      description={t("linkDetail")}
    >
      {asks?.password ? (
        <ProveForm
          act={t("link", { name })}
          asksCode={asks.code}
          onSubmit={(proof) => go.mutateAsync({ method, ...proof })}
        />
      ) : (
        <div className="grid gap-4">
          {go.error ? <ErrorNotice error={go.error} /> : null}
          <div className="flex justify-end">
            <Button variant="primary" isPending={go.isPending} onClick={() => go.mutate({ method })}>
              {t("link", { name })}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function IdentityRow({ identity }: { identity: Identity }) {
  const t = useTranslations("signInMethods.identities");
  const { id, email, methodName: method, kind, isUsable, lastUsedAt } = identity;
  const remove = useDeleteIdentity(id);
  const shown = email ?? t("noEmail");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
      <ProviderMark provider={kind} name={method} />
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere text-ink">
          {shown}
          {isUsable ? null : <Badge>{t("off")}</Badge>}
        </p>
        <p className="text-sm wrap-anywhere text-ink-3">
          {t("at", { method })} · {t("linkedOn")} <RelativeTime value={lastUsedAt} />
        </p>
      </div>
      <AlertDialog
        trigger={
          <Button size="sm" aria-label={t("unlinkNamed", { email: shown, method })}>
            {t("unlink")}
          </Button>
        }
        title={t("unlinkTitle", { email: shown })}
        description={t("unlinkWarning", { method })}
        actionLabel={t("unlink")}
        onConfirm={async () => {
          await remove.mutateAsync();
          toast(t("unlinked"));
        }}
      />
    </li>
  );
}
