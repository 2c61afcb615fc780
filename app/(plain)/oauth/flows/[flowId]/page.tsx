import type { Metadata } from "next";
import { z } from "zod";
import { translator } from "#app/translator.ts";
import { FlowResult } from "#components/connections/flow-result.tsx";
import { FlowUnknown } from "#components/connections/flow-unknown.tsx";
import { PlainPage } from "#components/layout/plain-page.tsx";
import { loadFlow, reasonOf } from "./load-flow.ts";

const t = translator("connections");

export const metadata: Metadata = { title: t("result.title"), referrer: "no-referrer" };

interface FlowPageProps {
  params: Promise<{ flowId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FlowPage({ params, searchParams }: FlowPageProps) {
  const [{ flowId }, { code, handle }] = await Promise.all([params, searchParams]);
  const flow = await loadFlow(flowId);
  return (
    <PlainPage title={t("result.title")} isPanel>
      {flow ? (
        <FlowResult flow={flow} />
      ) : (
        <FlowUnknown reason={reasonOf(code)} handle={z.uuid().safeParse(handle).data ?? null} />
      )}
    </PlainPage>
  );
}
