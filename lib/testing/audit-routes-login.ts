import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { hashPassword } from "#lib/crypto/password-hash.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { appCode } from "./authenticator.ts";
import { createMember } from "./factories.ts";
import type { RouteDriver } from "./route-driver.ts";

interface Stage {
  db: PrismaClient;
  owner: MemberActor;
  driver: RouteDriver;
}

const password = "correct horse battery";

/** A forgotten password, and a second factor from set-up to its end. */
export async function signInRoutes(stage: Stage): Promise<void> {
  const { db, owner } = stage;
  const member = await createMember(db, { workspaceId: owner.workspaceId });
  const passwordHash = await hashPassword(new Secret(password));
  await db.user.updateMany({
    where: { id: { in: [owner.userId, member.userId] } },
    data: { passwordHash },
  });
  await secondFactor(stage, member);
  await forgottenPassword(stage, member);
}

async function secondFactor({ owner, driver }: Stage, as: MemberActor): Promise<void> {
  const switchOn = async () => {
    // Until a code confirms it, nothing has changed.
    const { key } = await driver.ask("POST /api/second-factor", { as, body: { password } });
    const code = appCode(key, new Date());
    const { recoveryCodes } = await driver.act("POST /api/second-factor/confirmation", {
      as,
      body: { code },
    });
    return recoveryCodes as string[];
  };
  const consequences = ["recovery.use"];
  const [code] = await switchOn();
  const path = "POST /api/second-factor";
  const renewed = await driver.act(`${path}/recovery-codes`, { as, body: { password, code }, consequences });
  await driver.act(`${path}/removal`, {
    ...{ as, body: { password, code: renewed.recoveryCodes[0] }, consequences },
  });
  await switchOn();
  await driver.act("POST /api/workspace/members/{id}/second-factor-removal", {
    ...{ as: owner, params: { id: as.userId }, body: { password } },
  });
}

async function forgottenPassword({ owner, driver }: Stage, member: MemberActor): Promise<void> {
  const { link } = await driver.act("POST /api/workspace/members/{id}/password-link", {
    as: owner,
    params: { id: member.userId },
    body: { password },
  });
  const token = new URL(link).hash.slice(1);
  await driver.ask("POST /api/password/reset-requests", { as: null, body: { email: member.email } });
  await driver.ask("POST /api/password/reset/preview", { as: null, body: { token } });
  await driver.act("POST /api/password/reset", { as: null, body: { token, newPassword: `${password} 2` } });
}
