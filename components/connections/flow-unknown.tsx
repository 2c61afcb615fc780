"use client";

import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { announceFlow, UNKNOWN_FLOW } from "#lib/browser/flow-channel.ts";

interface FlowUnknownProps {
  /** Why, in our own words; `null` when nothing is known. */
  reason: { title: string; detail?: string; hint?: string } | null;
  /** Of the flow that could not begin, so that the page that opened this window learns it. */
  handle: string | null;
}

/** The end of an authorization that has no flow to show: it never began, or is not this person's. */
export function FlowUnknown({ reason, handle }: FlowUnknownProps) {
  const t = useTranslations("connections.result");
  useEffect(() => {
    if (handle) announceFlow({ flowId: UNKNOWN_FLOW, handle, status: "failed" });
  }, [handle]);
  return (
    <>
      <Notice tone="bad" title={reason?.title ?? t("unknownTitle")}>
        <p>{reason?.detail ?? t("unknownDetail")}</p>
        {reason?.hint ? <p className="mt-1">{reason.hint}</p> : null}
      </Notice>
      <LinkButton href="/oauth">{t("start")}</LinkButton>
    </>
  );
}
