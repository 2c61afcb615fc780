"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Loading, Skeleton } from "#components/ui/skeleton.tsx";
import { useFragment } from "#components/ui/use-fragment.ts";
import { apiFetch } from "#lib/browser/api-fetch.ts";
import { type InvitationPreview, invitationPreviewSchema } from "#lib/invitations/contract.ts";
import { JoinForm } from "./join-form.tsx";

interface AcceptInvitationProps {
  /** The address of whoever is signed in. */
  myEmail: string | null;
}

/** The page of an invitation's link. The token stands behind the #, and goes to the server in bodies alone. */
export function AcceptInvitation({ myEmail }: AcceptInvitationProps) {
  const t = useTranslations("invitations.accept");
  const token = useFragment();
  const preview = useQuery({
    queryKey: ["invitation-preview", token],
    queryFn: ({ signal }) =>
      apiFetch("/api/invitations/preview", {
        method: "POST",
        body: { token },
        schema: invitationPreviewSchema,
        signal,
      }),
    enabled: Boolean(token),
    retry: false,
    gcTime: 0,
  });
  if (token === "") return <Notice tone="bad">{t("incomplete")}</Notice>;
  if (preview.isError) return <ErrorNotice className="w-full" error={preview.error} />;
  if (!token || !preview.data) {
    return (
      <Loading>
        <Skeleton className="w-64" />
      </Loading>
    );
  }
  return (
    <>
      <Facts preview={preview.data} />
      {myEmail === null ? (
        <JoinForm token={token} preview={preview.data} />
      ) : myEmail === preview.data.email ? (
        <JoinButton token={token} preview={preview.data} />
      ) : (
        <OtherAddress myEmail={myEmail} preview={preview.data} />
      )}
    </>
  );
}

function Facts({ preview: { workspaceName, invitedByName, email, role } }: { preview: InvitationPreview }) {
  const t = useTranslations("invitations");
  return (
    <p className="text-ink-2 wrap-anywhere">
      {t.rich("accept.facts", {
        name: invitedByName,
        workspace: workspaceName,
        role: t(`roles.${role}`),
        email,
        strong: (chunks) => <strong className="font-medium text-ink">{chunks}</strong>,
      })}
    </p>
  );
}

function JoinButton({ token, preview }: { token: string; preview: InvitationPreview }) {
  const t = useTranslations("invitations.accept");
  const join = useMutation({
    mutationFn: () => apiFetch("/api/invitations/membership", { method: "POST", body: { token } }),
    onSuccess: () => location.assign("/oauth"),
  });
  return (
    <>
      {join.error ? <ErrorNotice className="w-full" error={join.error} /> : null}
      <Button variant="primary" isPending={join.isPending} onClick={() => join.mutate()}>
        {t("join", { workspace: preview.workspaceName })}
      </Button>
    </>
  );
}

function OtherAddress({ myEmail, preview }: { myEmail: string; preview: InvitationPreview }) {
  const t = useTranslations("invitations.accept");
  const leave = useMutation({
    mutationFn: () => apiFetch("/api/session", { method: "DELETE" }),
    // The same address with its fragment: the link is still open, and nobody signed in.
    onSuccess: () => location.reload(),
  });
  return (
    <Notice
      tone="warn"
      className="w-full"
      title={t("otherTitle")}
      action={
        <Button size="sm" isPending={leave.isPending} onClick={() => leave.mutate()}>
          {t("signOut")}
        </Button>
      }
    >
      {t("otherDetail", { mine: myEmail, email: preview.email })}
      {leave.error ? <ErrorNotice error={leave.error} /> : null}
    </Notice>
  );
}
