"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Integration } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";
import { useDropPendingSecret, useRevertSecret } from "./queries.ts";
import { RotateSecretDialog } from "./rotate-secret-dialog.tsx";
import { SecretEnd } from "./secret-end.tsx";
import { SecretExpiryDialog } from "./secret-expiry-dialog.tsx";

/** The client secret: set by whom and when, never shown; a new one comes in by way of a proof. */
export function SecretPanel({
  integration,
  offering,
  verifyBySignIn,
}: {
  integration: Integration;
  offering: Offering | null;
  verifyBySignIn: ReactNode;
}) {
  const t = useTranslations("integrations.secret");
  const end = useTranslations("integrations.secretEnd");
  const { clientSecret } = integration;
  const none = <span className="text-ink-3">{t("notSet")}</span>;
  return (
    <Panel
      title={t("title")}
      description={t("description")}
      action={
        <RotateSecretDialog
          integration={integration}
          offering={offering}
          trigger={<Button>{clientSecret.isSet ? t("rotate") : t("enter")}</Button>}
        />
      }
    >
      <KeyValueList
        items={[
          { key: t("inForce"), value: clientSecret.isSet ? <code>•••• {clientSecret.last4}</code> : none },
          { key: t("setBy"), value: clientSecret.setBy?.name ?? none },
          { key: t("setAt"), value: <RelativeTime value={clientSecret.setAt} fallback={t("notSet")} /> },
          {
            key: t("verifiedAt"),
            value: <RelativeTime value={clientSecret.verifiedAt} fallback={t("notYet")} />,
          },
          {
            key: end("ends_on"),
            value: <SecretEnd expiresOn={clientSecret.expiresOn} fallback={end("notNoted")} />,
          },
        ]}
      />
      {clientSecret.isSet ? (
        <SecretExpiryDialog
          integration={integration}
          offering={offering}
          trigger={
            <Button size="sm" className="mt-3">
              {clientSecret.expiresOn ? end("change") : end("note")}
            </Button>
          }
        />
      ) : null}
      <PendingSecret integration={integration} verifyBySignIn={verifyBySignIn} />
      <PreviousSecret integration={integration} />
    </Panel>
  );
}

function PendingSecret({
  integration,
  verifyBySignIn,
}: {
  integration: Integration;
  verifyBySignIn: ReactNode;
}) {
  const t = useTranslations("integrations.secret");
  const drop = useDropPendingSecret(integration.id);
  const { pending } = integration.clientSecret;
  if (!pending) return null;
  return (
    <Notice
      tone="warn"
      className="mt-4"
      title={t("pendingTitle", { last4: pending.last4 })}
      action={
        <>
          <Button size="sm" variant="quiet" isPending={drop.isPending} onClick={() => drop.mutate(undefined)}>
            {t("drop")}
          </Button>
          {verifyBySignIn}
        </>
      }
    >
      <p>{t("pendingDetail")}</p>
      {drop.isError ? <ErrorNotice error={drop.error} className="mt-2" /> : null}
    </Notice>
  );
}

function PreviousSecret({ integration }: { integration: Integration }) {
  const t = useTranslations("integrations.secret");
  const revert = useRevertSecret(integration.id);
  const { previous } = integration.clientSecret;
  if (!previous) return null;
  return (
    <Notice
      className="mt-4"
      title={t("previousTitle", { last4: previous.last4 })}
      action={
        <Button size="sm" isPending={revert.isPending} onClick={() => revert.mutate(undefined)}>
          {t("revert")}
        </Button>
      }
    >
      <p>
        {t("previousDetail")} <RelativeTime value={previous.keptUntil} />.
      </p>
      {revert.isError ? <ErrorNotice error={revert.error} className="mt-2" /> : null}
    </Notice>
  );
}
