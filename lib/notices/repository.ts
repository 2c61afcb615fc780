import type { Context } from "#lib/context/context.ts";
import type { NoticePayload } from "./contract.ts";

export interface NewNotice {
  id: string;
  workspaceId: string;
  type: string;
  connectionId: string | null;
  payload: NoticePayload;
  createdAt: Date;
}

/** Any number of notices in one statement. */
export async function insertNotices(ctx: Context, rows: readonly NewNotice[]): Promise<void> {
  await ctx.db.$executeRaw`
    INSERT INTO "Notice" ("id", "workspaceId", "type", "connectionId", "payload", "createdAt")
    SELECT "id", "workspaceId", "type", "connectionId", "payload", "createdAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS rows(
      "id" text, "workspaceId" text, "type" text, "connectionId" text, "payload" jsonb, "createdAt" timestamptz)`;
}

/** Removes notices of all workspaces that are older, with what is left of their deliveries; at most `limit`. How many. */
export async function deleteNoticesBefore(ctx: Context, before: Date, limit: number): Promise<number> {
  return ctx.db.$executeRaw`
    DELETE FROM "Notice" WHERE "id" IN (
      SELECT "id" FROM "Notice" WHERE "createdAt" < ${before} ORDER BY "createdAt" LIMIT ${limit})`;
}
