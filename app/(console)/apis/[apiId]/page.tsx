import type { Metadata } from "next";
import { cache } from "react";
import { Prefetched } from "#app/prefetched.tsx";
import { ApiDetail } from "#components/apis/api-detail.tsx";
import { apiKeys } from "#components/apis/keys.ts";
import { getApi } from "#lib/apis/get-api.ts";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { isAllowed } from "#lib/core/actor.ts";

interface ApiPageProps {
  params: Promise<{ apiId: string }>;
}

const load = cache(async (id: string) => {
  const ctx = await pageContext();
  return { ctx, api: await orNotFound(getApi(ctx, { id })) };
});

export async function generateMetadata({ params }: ApiPageProps): Promise<Metadata> {
  return { title: (await load((await params).apiId)).api.name };
}

export default async function ApiPage({ params }: ApiPageProps) {
  const { apiId } = await params;
  const { ctx, api } = await load(apiId);
  return (
    <Prefetched data={[[apiKeys.one(apiId), api]]}>
      <ApiDetail id={apiId} canEdit={isAllowed(ctx.actor, "apis:write")} />
    </Prefetched>
  );
}
