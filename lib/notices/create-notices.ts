import type { Context } from "#lib/context/context.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { createDeliveries } from "#lib/webhooks/create-deliveries.ts";
import { type NoticeData, type NoticeType, neededTypes } from "./contract.ts";
import { insertNotices, type NewNotice } from "./repository.ts";
import { insertMails } from "./repository-mails.ts";

const ownActs = ["connection.created", "connection.disconnected"];

export interface NoticeInput extends Omit<NoticeData, "causedBy"> {
  type: NoticeType;
}

/**
 * Writes what is to be told about connections, and to which webhooks. Call it inside the transaction of the change itself:
 * then whoever ends the process afterwards loses no message, and a change that is rolled back is told to nobody. Nothing is
 * sent here. Any number of connections, of any workspaces, take a handful of statements. All inputs are of one type.
 */
export async function createNotices(ctx: Context, inputs: readonly NoticeInput[]): Promise<void> {
  if (inputs.length === 0) return;
  const createdAt = ctx.now();
  const causedBy = causerOf(ctx.actor);
  const notices = inputs.map(({ type, ...facts }): NewNotice => {
    const { workspaceId, connectionId } = facts;
    const payload = { type, timestamp: createdAt.toISOString(), data: { ...facts, causedBy } };
    return { id: newId("notice", createdAt.getTime()), workspaceId, type, connectionId, payload, createdAt };
  });
  await insertNotices(ctx, notices);
  await createDeliveries(ctx, notices);
  if (ctx.settings.hasMail) await createMails(ctx, notices);
}

// Who connects or disconnects by hand need not be told of it.
async function createMails(ctx: Context, notices: readonly NewNotice[]): Promise<void> {
  const isByHand = notices.some(({ type }) => ownActs.includes(type));
  const exceptUserId = isByHand && ctx.actor.kind === "member" ? ctx.actor.userId : null;
  await insertMails(ctx, { ids: notices.map(({ id }) => id), neededTypes, exceptUserId });
}

function causerOf(actor: Actor): NoticeData["causedBy"] {
  if (actor.kind === "member") return { kind: "member", id: actor.userId };
  if (actor.kind === "api-key") return { kind: "api-key", id: actor.apiKeyId };
  return { kind: "system", id: null };
}
