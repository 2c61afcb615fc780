import { type Payload, recordId, type SandboxStore, type StoredRecord } from "./store.ts";

/** A store that ends with the process, for tests. */
export function memoryStore(): SandboxStore {
  const records = new Map<string, StoredRecord>();
  const live = (model: string) =>
    [...records].filter(
      ([key, { expiresAt }]) =>
        key.startsWith(`${model}:`) && (!expiresAt || expiresAt.getTime() > Date.now()),
    );
  const deleteWhere = (model: string, matches: (record: StoredRecord) => boolean) => {
    for (const [key, record] of live(model)) if (matches(record)) records.delete(key);
  };
  const find = (model: string, id: string): Payload | null => {
    const record = records.get(recordId(model, id));
    if (!record || (record.expiresAt && record.expiresAt.getTime() <= Date.now())) return null;
    return structuredClone(record.payload);
  };

  return {
    find: async (model, id) => find(model, id),
    findByUid: async (model, uid) => {
      const [found] = live(model).filter(([, record]) => record.uid === uid);
      return found ? structuredClone(found[1].payload) : null;
    },
    save: async (model, id, record) => {
      records.set(recordId(model, id), structuredClone(record));
    },
    saveOnce: async (model, id, record) => {
      const key = recordId(model, id);
      if (!records.has(key)) records.set(key, structuredClone(record));
      return find(model, id) ?? record.payload;
    },
    consume: async (model, id, at) => {
      const payload = records.get(recordId(model, id))?.payload;
      if (!payload || payload.consumed !== undefined) return false;
      payload.consumed = at;
      return true;
    },
    delete: async (model, id) => {
      records.delete(recordId(model, id));
    },
    deleteByGrant: async (model, grantId) => deleteWhere(model, (record) => record.grantId === grantId),
    deleteAll: async (model) => deleteWhere(model, () => true),
    count: async (model) => live(model).length,
  };
}
