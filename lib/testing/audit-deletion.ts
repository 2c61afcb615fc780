import type { PrismaClient } from "#lib/db/generated/client.ts";
import { createOwner } from "./factories.ts";
import type { RouteDriver } from "./route-driver.ts";

/** Deletes a workspace that was made for it, by its owner, who has no other. */
export async function driveWorkspaceDeletion(db: PrismaClient, driver: RouteDriver): Promise<void> {
  const as = await createOwner(db);
  await driver.act("DELETE /api/workspaces/{id}", {
    as,
    params: { id: as.workspaceId },
    search: "?members=1&integrations=0&connections=0&apiKeys=0&applications=1&customApis=0&webhooks=0",
  });
}
