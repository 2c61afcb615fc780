import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { getDeparture } from "#lib/workspaces/get-departure.ts";
import { createMember } from "./factories.ts";
import { createPractice, insertBareConnection } from "./integrations.ts";
import type { RouteDriver } from "./route-driver.ts";

interface Stage {
  db: PrismaClient;
  ctx: Context;
  owner: MemberActor;
  driver: RouteDriver;
}

/** A member leaves a shared connection to the owner, who takes it on. */
export async function leaving({ db, ctx, owner, driver }: Stage): Promise<void> {
  const member = await createMember(db, { workspaceId: owner.workspaceId });
  const integration = await createPractice(ctx);
  const id = await insertBareConnection(db, { integration, owner: member, isShared: true });
  const { fingerprint } = await getDeparture({ ...ctx, actor: member }, { limit: 1 });
  const shared = { act: "keep", toId: owner.userId };
  await driver.act("POST /api/workspace/departure", {
    as: member,
    body: { fingerprint, shared },
    consequences: ["connection.transfer"],
  });
  await driver.act("POST /api/connections/{id}/confirmation", { as: owner, params: { id } });
}
