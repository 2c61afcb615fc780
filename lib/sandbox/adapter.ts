import { errors } from "oidc-provider";
import type { Drills } from "./drills.ts";
import type { Payload, SandboxStore } from "./store.ts";

// For these the id is the token: the stored payload must not repeat it.
const tokenModels = new Set(["AccessToken", "ClientCredentials", "RefreshToken", "AuthorizationCode"]);

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The storage that oidc-provider asks for, one adapter a model, over one store. */
export function createAdapter(store: SandboxStore, drills: Drills) {
  return (model: string) => ({
    async upsert(id: string, { jti, ...payload }: Payload, expiresIn?: number): Promise<void> {
      await store.save(model, id, {
        payload: tokenModels.has(model) ? payload : { jti, ...payload },
        grantId: text(payload.grantId),
        uid: text(payload.uid),
        expiresAt: expiresIn === undefined ? null : new Date(Date.now() + expiresIn * 1000),
      });
    },
    async find(id: string): Promise<Payload | undefined> {
      const payload = await store.find(model, id);
      if (!payload) return undefined;
      if (model === "RefreshToken" && drills.isForgiven(payload.consumed)) delete payload.consumed;
      return tokenModels.has(model) ? { ...payload, jti: id } : payload;
    },
    async findByUid(uid: string): Promise<Payload | undefined> {
      return (await store.findByUid(model, uid)) ?? undefined;
    },
    async findByUserCode(): Promise<undefined> {},
    /** The provider looks before it consumes; for a code the store's answer decides (RFC 6749 §4.1.2). */
    async consume(id: string): Promise<void> {
      const isFirst = await store.consume(model, id, Date.now() / 1000);
      if (!isFirst && model === "AuthorizationCode")
        throw new errors.InvalidGrant("authorization code already consumed");
    },
    async destroy(id: string): Promise<void> {
      await store.delete(model, id);
    },
    async revokeByGrantId(grantId: string): Promise<void> {
      await store.deleteByGrant(model, grantId);
    },
  });
}
