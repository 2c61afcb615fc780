import type { Context } from "#lib/context/context.ts";
import type { Cursor } from "#lib/core/page.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { Place } from "#lib/crypto/envelope.ts";
import { openText, sealText } from "#lib/crypto/keyring.ts";
import { currentWorkspaceKey, workspaceKey } from "#lib/crypto/workspace-keys.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { disabledCauses } from "./contract.ts";

// The sealed columns stay in the database unless a message is to be signed.
const shown = {
  omit: { signingSecretSealed: true, previousSecretSealed: true, keyId: true, previousKeyId: true },
} as const;

export type WebhookRow = Prisma.WebhookGetPayload<typeof shown>;

/** One webhook of one workspace. */
export interface WebhookPlace {
  id: string;
  workspaceId: string;
}

interface NewWebhook extends WebhookPlace {
  name: string;
  url: string;
  events: string[];
  createdById: string;
  signingSecret: Secret<string>;
}

export async function insertWebhook(
  ctx: Context,
  { signingSecret, ...data }: NewWebhook,
): Promise<WebhookRow> {
  const key = await currentWorkspaceKey(ctx, data.workspaceId);
  const now = ctx.now();
  return ctx.db.webhook.create({
    data: {
      ...data,
      signingSecretSealed: sealText(key, secretPlace(data.id, 1), signingSecret),
      keyId: key.id,
      createdAt: now,
      updatedAt: now,
    },
    ...shown,
  });
}

/** The workspace's webhooks, newest first, one more than asked for when there is another page. */
export function findWebhooks(
  { db }: Context,
  { workspaceId, after, limit }: { workspaceId: string; after?: Cursor; limit: number },
): Promise<WebhookRow[]> {
  const older = after && [
    { createdAt: { lt: after.createdAt } },
    { createdAt: after.createdAt, id: { lt: after.id } },
  ];
  return db.webhook.findMany({
    where: { workspaceId, OR: older },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...shown,
  });
}

/** One of the workspace's; `null` for unknown and foreign alike (D-19). */
export function findWebhook({ db }: Context, place: WebhookPlace): Promise<WebhookRow | null> {
  return db.webhook.findFirst({ where: { ...place }, ...shown });
}

/** How many the workspace has. Nobody else adds one until the transaction ends. */
export async function holdWebhookCount({ db }: Context, workspaceId: string): Promise<number> {
  await db.$queryRaw`SELECT 1 FROM "Workspace" WHERE "id" = ${workspaceId} FOR NO KEY UPDATE`;
  return db.webhook.count({ where: { workspaceId } });
}

type WebhookChange = Partial<Pick<WebhookRow, "name" | "url" | "events">> & {
  disabledAt?: Date | null;
  disabledCause?: (typeof disabledCauses)[number] | null;
  failingSince?: null;
};

export async function updateWebhookRow(
  { db, now }: Context,
  { id, workspaceId }: WebhookPlace,
  change: WebhookChange,
): Promise<void> {
  await db.webhook.updateMany({ where: { id, workspaceId }, data: { ...change, updatedAt: now() } });
}

/** Removes it with its deliveries; whether it was there. */
export async function deleteWebhookRow({ db }: Context, { id, workspaceId }: WebhookPlace): Promise<boolean> {
  return (await db.webhook.deleteMany({ where: { id, workspaceId } })).count > 0;
}

/** Puts a new secret in the place of the present one, which signs on beside it until `keptUntil`; 0 rows: somebody was faster. */
export async function replaceSecret(
  ctx: Context,
  { id, workspaceId, secretVersion }: WebhookPlace & { secretVersion: number },
  { signingSecret, keptUntil }: { signingSecret: Secret<string>; keptUntil: Date },
): Promise<boolean> {
  const key = await currentWorkspaceKey(ctx, workspaceId);
  const sealed = sealText(key, secretPlace(id, secretVersion + 1), signingSecret);
  const count = await ctx.db.$executeRaw`
    UPDATE "Webhook" SET "previousSecretSealed" = "signingSecretSealed", "previousKeyId" = "keyId",
      "previousSecretUntil" = ${keptUntil}, "signingSecretSealed" = ${sealed}, "keyId" = ${key.id},
      "secretVersion" = "secretVersion" + 1, "updatedAt" = ${ctx.now()}
    WHERE "id" = ${id} AND "workspaceId" = ${workspaceId} AND "secretVersion" = ${secretVersion}`;
  return count > 0;
}

/** Where messages go and what signs them: the present secret, and the one before for as long as it is kept. `null`: it is gone. */
export async function openTarget(
  ctx: Context,
  { id, workspaceId }: WebhookPlace,
): Promise<{ url: string; secrets: Secret<string>[] } | null> {
  const row = await ctx.db.webhook.findFirst({ where: { id, workspaceId } });
  if (!row) return null;
  const { url, secretVersion, previousSecretSealed, previousKeyId, previousSecretUntil } = row;
  const key = await workspaceKey(ctx, workspaceId, row.keyId);
  const secrets = [openText(key, secretPlace(id, secretVersion), row.signingSecretSealed)];
  if (previousSecretSealed && previousKeyId && previousSecretUntil && previousSecretUntil > ctx.now()) {
    const previousKey = await workspaceKey(ctx, workspaceId, previousKeyId);
    secrets.push(openText(previousKey, secretPlace(id, secretVersion - 1), previousSecretSealed));
  }
  return { url, secrets };
}

function secretPlace(rowId: string, version: number): Place {
  return { table: "Webhook", rowId, field: "signingSecret", version };
}
