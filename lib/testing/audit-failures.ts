import { newId } from "#lib/core/ids.ts";
import type { Stage } from "./audit-routes.ts";
import { createGranted } from "./connections.ts";
import { createOwner } from "./factories.ts";
import { createPractice } from "./integrations.ts";

/** Acts that fail or are denied inside their verbs: each leaves exactly one event (U-01). */
export async function failures({ db, ctx, owner: as, provider, driver }: Stage): Promise<void> {
  const integration = await createPractice(ctx);
  const { id } = await createGranted(ctx, provider, integration);
  const counts = "?connections=77&people=77";
  await driver.fail("DELETE /api/integrations/{id}", {
    ...{ as, params: { id: integration.id }, search: counts },
  });
  await driver.fail("PATCH /api/workspace/members/{id}", {
    ...{ as, params: { id: as.userId }, body: { role: "member" } },
  });
  await db.connection.update({ where: { id }, data: { status: "revoked" } });
  await driver.fail("POST /api/connections/{id}/refresh", { as, params: { id } });
  const stranger = await createOwner(db);
  await driver.miss(stranger, [id, integration.id, as.userId, newId("connection")]);
}
