import { refreshDueAt } from "#lib/connections/due-time.ts";
import { insertTokens } from "#lib/connections/repository-tokens.ts";
import { newId } from "#lib/core/ids.ts";
import { Secret } from "#lib/core/secret.ts";
import { createIntegration } from "#lib/integrations/create-integration.ts";
import { findRuntimeConfigurationId } from "./factories.ts";
import { inParallel } from "./in-parallel.ts";
import type { OutageDeployment } from "./outage-deployment.ts";
import { accessText, LIFE_SECONDS, refreshText } from "./outage-tokens.ts";

const WIDTH = 8;

interface Crowd {
  /** One letter, in the name of each token. */
  letter: string;
  count: number;
  /** When the nth token expires, on the clock of the database. */
  expiresMs: (index: number) => number;
  /** Whether the worker leaves them alone for now. */
  isAsleep?: boolean;
  random: () => number;
}

/** An integration at the drill's provider with so many connections of its owner. Gives its slug and their ids. */
export async function seedCrowd(
  { ctx, database, providerOrigin }: OutageDeployment,
  { letter, count, expiresMs, isAsleep = false, random }: Crowd,
): Promise<{ slug: string; ids: string[] }> {
  const settings = { ...ctx.settings, sandboxOrigin: providerOrigin };
  const input = { clientId: "drill", clientSecret: new Secret("drill-secret-0123456789") };
  const integration = await createIntegration(
    { ...ctx, settings },
    { name: `Crowd ${letter}`, offeringId: "sandbox", scopes: ["profile", "offline_access"], ...input },
  );
  // The drill's provider has nobody to sign in, which would prove the client.
  await database.client.integration.update({
    where: { id: integration.id },
    data: { status: "configured" },
  });
  const ids = Array.from({ length: count }, () => newId("connection"));
  const { workspaceId, userId: ownerId } = ctx.actor;
  const place = {
    ...{ workspaceId, ownerId, authorizedById: ownerId },
    ...{ integrationId: integration.id, apiBaseUri: `${providerOrigin}/api` },
    runtimeConfigurationId: await findRuntimeConfigurationId(database.client, workspaceId),
    ...{ lastAuthorizedAt: new Date(), hasRefreshToken: true, scopes: ["profile", "offline_access"] },
  };
  await database.client.connection.createMany({
    data: ids.map((id, index) => ({ ...place, id, accountId: `account-${letter}-${index}` })),
  });
  await inParallel([...ids.entries()], WIDTH, async ([index, connectionId]) => {
    const name = `${letter}-${index}`;
    const expiresAt = new Date(expiresMs(index));
    const obtainedAt = new Date(expiresAt.getTime() - LIFE_SECONDS * 1_000);
    const life = { obtainedAt, expiresAt, isRenewable: true, minimumAgeSeconds: null };
    await insertTokens(
      ctx,
      { connectionId, workspaceId },
      {
        accessToken: new Secret(accessText({ name, expiresMs: expiresAt.getTime() })),
        refreshToken: new Secret(refreshText({ name, generation: 0 })),
        ...{ tokenType: "Bearer", obtainedAt, expiresAt },
        refreshDueAt: isAsleep ? null : refreshDueAt(life, random),
      },
    );
  });
  await database.pool.query("ANALYZE");
  return { slug: integration.slug, ids };
}
