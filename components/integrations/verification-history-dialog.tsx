"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { type Proof, ProofList } from "#components/ui/proof-list.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import type { VerificationRecord } from "#lib/integrations/contract.ts";
import { useVerifications } from "./queries.ts";
import { proofStates, VerificationAnswers } from "./verification-answers.tsx";

/** Every proof of the client so far, the newest first, with what was seen; refused secrets that were never stored too. */
export function VerificationHistoryDialog({ integrationId }: { integrationId: string }) {
  const t = useTranslations("integrations.history");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      size="lg"
      trigger={<Button variant="quiet">{t("open")}</Button>}
      title={t("title")}
      description={t("description")}
    >
      <History integrationId={integrationId} isOpen={isOpen} />
    </Dialog>
  );
}

function History({ integrationId, isOpen }: { integrationId: string; isOpen: boolean }) {
  const t = useTranslations("integrations.history");
  const query = useVerifications(integrationId, isOpen);
  const records = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const proofs = records.map(
    (record): Proof => ({
      id: record.id,
      state: proofStates[record.verdict],
      title: t(`verdict.${record.verdict}`, { method: t(`method.${record.method}`) }),
      detail: <Entry record={record} />,
    }),
  );
  return (
    <div className="grid gap-4">
      {query.isPending ? (
        <Loading className="grid gap-3">
          <Skeleton className="w-56" />
          <Skeleton className="w-72" />
        </Loading>
      ) : null}
      {query.error ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data && records.length === 0 ? <p className="text-ink-3">{t("empty")}</p> : null}
      <ProofList proofs={proofs} />
      {query.hasNextPage ? (
        <Button
          className="justify-self-start"
          isPending={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("older")}
        </Button>
      ) : null}
    </div>
  );
}

function Entry({ record }: { record: VerificationRecord }) {
  const t = useTranslations("integrations.history");
  const about = record.secret
    ? t(`secret.${record.secret.state}`, { last4: record.secret.last4 })
    : record.wasSecretKept
      ? null
      : t("secret.refused");
  return (
    <div className="grid gap-0.5 wrap-anywhere">
      <p className="text-ink-2">{record.explanation}</p>
      <p>
        {record.by.name}, <RelativeTime value={record.at} />
        {about ? <> · {about}</> : null}
        {record.isAboutPresentSettings ? null : <> · {t("formerSettings")}</>}
      </p>
      <VerificationAnswers attempts={record.observed.attempts} />
    </div>
  );
}
