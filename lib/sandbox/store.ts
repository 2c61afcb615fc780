import { createHash } from "node:crypto";

/** What oidc-provider gives to be remembered. */
export type Payload = Record<string, unknown>;

export interface StoredRecord {
  payload: Payload;
  grantId: string | null;
  uid: string | null;
  expiresAt: Date | null;
}

/** Where the practice provider's sessions, grants and tokens live: a table, or the memory of a test. */
export interface SandboxStore {
  find(model: string, id: string): Promise<Payload | null>;
  findByUid(model: string, uid: string): Promise<Payload | null>;
  save(model: string, id: string, record: StoredRecord): Promise<void>;
  /** Saves it unless it is already there; gives what is there afterwards. */
  saveOnce(model: string, id: string, record: StoredRecord): Promise<Payload>;
  /** Marks it as used at that second; `true` for exactly one of any number of callers. */
  consume(model: string, id: string, at: number): Promise<boolean>;
  delete(model: string, id: string): Promise<void>;
  deleteByGrant(model: string, grantId: string): Promise<void>;
  deleteAll(model: string): Promise<void>;
  count(model: string): Promise<number>;
}

/** A row's id. It is hashed because for a token the id is the token itself. */
export function recordId(model: string, id: string): string {
  return `${model}:${createHash("sha256").update(id).digest("base64url")}`;
}
