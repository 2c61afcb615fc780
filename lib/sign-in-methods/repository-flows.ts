import type { Context } from "#lib/context/context.ts";
import type { SignInFlowModel, SignInFlowUncheckedCreateInput } from "#lib/db/generated/models.ts";

type Store = Pick<Context, "db">;

export type SignInFlowRow = SignInFlowModel;

type NewFlow = Omit<SignInFlowUncheckedCreateInput, "createdAt" | "expiresAt" | "consumedAt"> & {
  lifeSeconds: number;
};

/** Writes a flow whose life is counted on the database's clock, and erases those that ended an hour ago or longer. */
export async function insertSignInFlow(ctx: Context, { lifeSeconds, ...data }: NewFlow): Promise<void> {
  const now = ctx.now();
  await ctx.db.$executeRaw`
    DELETE FROM "SignInFlow" WHERE "expiresAt" < statement_timestamp() - interval '1 hour'`;
  await ctx.db.signInFlow.create({ data: { ...data, createdAt: now, expiresAt: now } });
  await ctx.db.$executeRaw`
    UPDATE "SignInFlow" SET "expiresAt" = clock_timestamp() + make_interval(secs => ${lifeSeconds}::double precision)
    WHERE "id" = ${data.id}`;
}

/** Uses a flow up: exactly one of any number of callers gets its row, the others get `null` (D-03). */
export async function consumeSignInFlow({ db }: Store, stateHash: Uint8Array): Promise<SignInFlowRow | null> {
  const rows = await db.$queryRaw<SignInFlowRow[]>`
    UPDATE "SignInFlow" SET "consumedAt" = clock_timestamp()
    WHERE "stateHash" = ${stateHash} AND "consumedAt" IS NULL AND "expiresAt" > clock_timestamp()
    RETURNING *`;
  return rows[0] ?? null;
}
