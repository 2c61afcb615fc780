import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { customOfferingKeys } from "#components/custom-offerings/keys.ts";
import { OfferingEditor } from "#components/custom-offerings/offering-editor.tsx";
import { OfferingHeader } from "#components/custom-offerings/offering-header.tsx";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { getCustomOffering } from "#lib/custom-offerings/get-custom-offering.ts";

const t = translator("customOfferings");

export const metadata: Metadata = { title: t("title") };

export default async function OfferingPage({ params }: { params: Promise<{ offeringId: string }> }) {
  const { offeringId } = await params;
  const ctx = await pageContext();
  const offering = await orNotFound(getCustomOffering(ctx, { id: offeringId }));
  return (
    <Prefetched data={[[customOfferingKeys.one(offeringId), offering]]}>
      <OfferingHeader id={offeringId} />
      <OfferingEditor key={offeringId} id={offeringId} today={ctx.now().toISOString().slice(0, 10)} />
    </Prefetched>
  );
}
