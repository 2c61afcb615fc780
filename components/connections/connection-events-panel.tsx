"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { type Proof, ProofList, type ProofState } from "#components/ui/proof-list.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { type ConnectionEvent, type ShareLevel, shareLevels } from "#lib/connections/contract.ts";
import { useConnectionEvents } from "./queries.ts";

const states = {
  granted: "proven",
  reconnected: "proven",
  refreshed: "proven",
  "refresh-failed": "refuted",
  "status-changed": "unknown",
  tested: "proven",
  "tenant-chosen": "proven",
  shared: "proven",
  unshared: "proven",
  renamed: "proven",
  "handed-over": "unknown",
  "taken-on": "proven",
  "scopes-wanted": "refuted",
  "scopes-changed": "unknown",
  refused: "refuted",
  "secret-changed": "unknown",
  "integration-paused": "unknown",
  "integration-resumed": "proven",
} as const satisfies Record<ConnectionEvent["type"], ProofState>;

const SHOWN = 6;

/** What has happened to the connection's tokens, newest first. */
export function ConnectionEventsPanel({ connectionId }: { connectionId: string }) {
  const t = useTranslations("connections.events");
  const { data, error, isPending, refetch } = useConnectionEvents(connectionId);
  const [isWhole, setIsWhole] = useState(false);
  const events = data?.items ?? [];
  const proofs: Proof[] = (isWhole ? events : events.slice(0, SHOWN)).map((event) => ({
    id: event.id,
    state: event.type === "tested" && event.cause ? "refuted" : states[event.type],
    title: t(event.type === "shared" && levelOf(event.detail.before) ? "levelMoved" : event.type),
    detail: <EventDetail event={event} />,
  }));
  return (
    <Panel title={t("title")}>
      {isPending ? (
        <Loading className="grid gap-3">
          <Skeleton className="w-40" />
          <Skeleton className="w-52" />
        </Loading>
      ) : null}
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {data && proofs.length === 0 ? <p className="text-ink-3">{t("empty")}</p> : null}
      <ProofList proofs={proofs} />
      {events.length > proofs.length ? (
        <Button size="sm" variant="quiet" className="mt-3 -ml-2.5" onClick={() => setIsWhole(true)}>
          {t("more", { count: events.length })}
        </Button>
      ) : null}
    </Panel>
  );
}

function EventDetail({ event: { type, createdAt, cause, explanation, detail } }: { event: ConnectionEvent }) {
  const t = useTranslations("connections");
  const listed = (["scopes", "gained", "lost"] as const).flatMap((name) => {
    const scopes = textsOf(detail[name]);
    return isOfScopes(detail) && scopes.length > 0 ? [{ name, scopes }] : [];
  });
  return (
    <>
      <RelativeTime value={createdAt} />
      {cause ? <code className="ml-2">{cause}</code> : null}
      {listed.map(({ name, scopes }) => (
        <span key={name} className="block wrap-anywhere">
          {t(`events.scopeLists.${name}`)} <code>{scopes.join(" ")}</code>
        </span>
      ))}
      {type === "renamed" && typeof detail.after === "string" ? (
        <span className="block wrap-anywhere">{detail.after}</span>
      ) : null}
      {type === "shared" ? (
        <LevelChange before={levelOf(detail.before)} after={levelOf(detail.after)} />
      ) : null}
      {explanation ? (
        <span className="mt-0.5 block">
          {explanation.cause}
          {explanation.nextStep === "none" ? null : (
            <>
              {" "}
              {t(`fixer.${explanation.whoCanFix}`)} {t(`next.${explanation.nextStep}`)}
            </>
          )}
        </span>
      ) : null}
    </>
  );
}

function LevelChange({ before, after }: Record<"before" | "after", ShareLevel | undefined>) {
  const t = useTranslations("connections");
  if (!after) return null;
  const [from, to] = [before, after].map((level) => level && t(`sharing.levels.${level}.name`));
  return (
    <span className="block">
      {from ? t("events.levelChanged", { from, to: to ?? "" }) : t("sharedAs", { level: to ?? "" })}
    </span>
  );
}

function levelOf(value: unknown): ShareLevel | undefined {
  return shareLevels.find((level) => level === value);
}

// A grant tells its scopes too; they stand among the details of the connection.
function isOfScopes(detail: ConnectionEvent["detail"]): boolean {
  return !("accountId" in detail);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
