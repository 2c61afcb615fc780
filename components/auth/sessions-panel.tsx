"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { toast } from "#components/ui/toast.tsx";
import { type OwnSession, ownSessionListSchema } from "#lib/auth/contract.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { describeBrowser } from "./describe-browser.ts";
import { ownSessionsKey } from "./keys.ts";

/** Where one is signed in, and the way out of each. The page has prefetched the list. */
export function SessionsPanel() {
  const t = useTranslations("auth.sessions");
  const { data, error, refetch } = useQuery({
    queryKey: ownSessionsKey,
    queryFn: ({ signal }) => apiFetch("/api/sessions", { schema: ownSessionListSchema, signal }),
  });
  const items = data?.items ?? [];
  return (
    <Panel
      title={t("title")}
      description={t("description")}
      action={items.length > 1 ? <SignOutOthers count={items.length - 1} /> : undefined}
      isFlush
    >
      {error ? <ErrorNotice className="m-5" error={error} onRetry={() => void refetch()} /> : null}
      <ul className="divide-y" aria-label={t("title")}>
        {items.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Panel>
  );
}

function SessionRow({ session }: { session: OwnSession }) {
  const t = useTranslations("auth.sessions");
  const { id, isCurrent, ip, userAgent, workspaceName, lastSeenAt } = session;
  const { browser, system } = describeBrowser(userAgent);
  const name = t(system ? "nameOn" : "name", {
    browser: browser ?? t("unknownBrowser"),
    system: system ?? "",
  });
  const end = useEndSessions();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p
          className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-ink"
          title={userAgent ?? undefined}
        >
          {name}
          {isCurrent ? <Badge tone="accent">{t("current")}</Badge> : null}
        </p>
        <p className="text-sm wrap-anywhere text-ink-3">
          {[ip ?? t("unknownAddress"), workspaceName].filter(Boolean).join(" · ")}
          {" · "}
          {t("lastSeen")} <RelativeTime value={lastSeenAt} />
        </p>
        {end.error ? <ErrorNotice className="mt-2" error={end.error} /> : null}
      </div>
      {isCurrent ? null : (
        <Button
          size="sm"
          aria-label={t("signOutNamed", { name })}
          isPending={end.isPending}
          onClick={() =>
            end.mutate(`/api/sessions/${id}`, { onSuccess: () => toast(t("signedOut", { name })) })
          }
        >
          {t("signOut")}
        </Button>
      )}
    </li>
  );
}

function SignOutOthers({ count }: { count: number }) {
  const t = useTranslations("auth.sessions");
  const end = useEndSessions();
  return (
    <AlertDialog
      trigger={<Button size="sm">{t("signOutOthers")}</Button>}
      title={t("signOutOthersTitle")}
      description={t("signOutOthersDetail", { count })}
      actionLabel={t("signOutOthers")}
      onConfirm={async () => {
        await end.mutateAsync("/api/sessions");
        toast(t("signedOutOthers"));
      }}
    />
  );
}

function useEndSessions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (path: `/api/sessions${string}`) => apiFetch(path, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: ownSessionsKey }),
  });
}
