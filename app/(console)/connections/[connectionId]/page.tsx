import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { translator } from "#app/translator.ts";
import { ConnectionDetail } from "#components/connections/connection-detail.tsx";
import { connectionKeys } from "#components/connections/keys.ts";
import { TryIt } from "#components/gateway/try-it.tsx";
import { UsagePanel } from "#components/gateway/usage-panel.tsx";
import { listApis } from "#lib/apis/list-apis.ts";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { getConnection } from "#lib/connections/get-connection.ts";
import { getExamplePath } from "#lib/integrations/list-offerings.ts";

export const metadata: Metadata = { title: translator("connections")("one") };

export default async function ConnectionPage({ params }: { params: Promise<{ connectionId: string }> }) {
  const { connectionId } = await params;
  const ctx = await pageContext();
  const connection = await orNotFound(getConnection(ctx, { id: connectionId }));
  const apis = await listApis(ctx, { integration: connection.integration.id, limit: 1 });
  return (
    <Prefetched data={[[connectionKeys.one(connectionId), connection]]}>
      <ConnectionDetail
        id={connectionId}
        usage={<UsagePanel noun="connections" id={connectionId} />}
        tryIt={
          <TryIt
            origin={ctx.settings.origin}
            integration={connection.integration}
            connectionId={connection.id}
            apiBaseUri={connection.apiBaseUri}
            apiId={apis.items.find(({ operationCount }) => operationCount > 0)?.id}
            examplePath={await getExamplePath(ctx, { id: connection.integration.offeringId })}
          />
        }
      />
    </Prefetched>
  );
}
