import type { Metadata } from "next";
import { Prefetched } from "#app/prefetched.tsx";
import { ConnectionDetail } from "#components/connections/connection-detail.tsx";
import { connectionKeys } from "#components/connections/keys.ts";
import { TryIt } from "#components/gateway/try-it.tsx";
import { UsagePanel } from "#components/gateway/usage-panel.tsx";
import { listApis } from "#lib/apis/list-apis.ts";
import { getExamplePath } from "#lib/integrations/list-offerings.ts";
import { loadConnection } from "./load-connection.ts";

interface ConnectionPageProps {
  params: Promise<{ connectionId: string }>;
}

export async function generateMetadata({ params }: ConnectionPageProps): Promise<Metadata> {
  return { title: (await loadConnection((await params).connectionId)).title };
}

export default async function ConnectionPage({ params }: ConnectionPageProps) {
  const { connectionId } = await params;
  const { ctx, connection } = await loadConnection(connectionId);
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
            connection={connection}
            apiId={apis.items.find(({ operationCount }) => operationCount > 0)?.id}
            examplePath={await getExamplePath(ctx, { id: connection.integration.offeringId })}
          />
        }
      />
    </Prefetched>
  );
}
