import type { Metadata } from "next";
import { cache } from "react";
import { Prefetched } from "#app/prefetched.tsx";
import { customOfferingKeys } from "#components/custom-offerings/keys.ts";
import { OfferingEditor } from "#components/custom-offerings/offering-editor.tsx";
import { OfferingHeader } from "#components/custom-offerings/offering-header.tsx";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { getCustomOffering } from "#lib/custom-offerings/get-custom-offering.ts";

interface OfferingPageProps {
  params: Promise<{ offeringId: string }>;
}

const load = cache(async (id: string) => {
  const ctx = await pageContext();
  return { ctx, offering: await orNotFound(getCustomOffering(ctx, { id })) };
});

export async function generateMetadata({ params }: OfferingPageProps): Promise<Metadata> {
  return { title: (await load((await params).offeringId)).offering.displayName };
}

export default async function OfferingPage({ params }: OfferingPageProps) {
  const { offeringId } = await params;
  const { ctx, offering } = await load(offeringId);
  return (
    <Prefetched data={[[customOfferingKeys.one(offeringId), offering]]}>
      <OfferingHeader id={offeringId} />
      <OfferingEditor key={offeringId} id={offeringId} today={ctx.now().toISOString().slice(0, 10)} />
    </Prefetched>
  );
}
