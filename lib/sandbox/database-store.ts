import type { Db } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { type Payload, recordId, type SandboxStore } from "./store.ts";

/** The part of the database that the practice provider touches. */
export type SandboxDb = Pick<Db, "sandboxRecord" | "$executeRaw">;

/** A store in the table SandboxRecord, so that practice connections outlive a restart. */
export function databaseStore(db: SandboxDb): SandboxStore {
  const alive = () => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] });
  return {
    find: async (model, id) => {
      const row = await db.sandboxRecord.findFirst({ where: { id: recordId(model, id), ...alive() } });
      return (row?.payload as Payload | undefined) ?? null;
    },
    findByUid: async (model, uid) => {
      const row = await db.sandboxRecord.findFirst({ where: { model, uid, ...alive() } });
      return (row?.payload as Payload | undefined) ?? null;
    },
    save: async (model, id, { payload, ...rest }) => {
      const data = { model, payload: payload as Prisma.InputJsonObject, ...rest };
      await db.sandboxRecord.upsert({
        where: { id: recordId(model, id) },
        create: { id: recordId(model, id), ...data },
        update: data,
      });
    },
    saveOnce: async (model, id, { payload, ...rest }) => {
      const data = { id: recordId(model, id), model, payload: payload as Prisma.InputJsonObject, ...rest };
      await db.sandboxRecord.createMany({ data: [data], skipDuplicates: true });
      return (await db.sandboxRecord.findUniqueOrThrow({ where: { id: data.id } })).payload as Payload;
    },
    consume: async (model, id, at) => {
      const rows = await db.$executeRaw`
        UPDATE "SandboxRecord" SET "payload" = jsonb_set("payload", '{consumed}', to_jsonb(${at}::double precision))
        WHERE "id" = ${recordId(model, id)} AND "payload" -> 'consumed' IS NULL`;
      return rows === 1;
    },
    delete: async (model, id) => {
      await db.sandboxRecord.deleteMany({ where: { id: recordId(model, id) } });
    },
    deleteByGrant: async (model, grantId) => {
      await db.sandboxRecord.deleteMany({ where: { model, grantId } });
    },
    deleteAll: async (model) => {
      await db.sandboxRecord.deleteMany({ where: { model } });
    },
    count: (model) => db.sandboxRecord.count({ where: { model, ...alive() } }),
  };
}

/** Removes what has expired; gives the number of rows. Call it now and then from a job. */
export async function deleteExpiredSandboxRecords(
  db: Pick<Db, "sandboxRecord">,
  now: Date = new Date(),
): Promise<number> {
  const { count } = await db.sandboxRecord.deleteMany({ where: { expiresAt: { lte: now } } });
  return count;
}
