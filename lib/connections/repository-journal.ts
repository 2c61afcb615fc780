import { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import type { TokenGrant } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import type { Place, SealingKey } from "#lib/crypto/envelope.ts";
import { openText, sealText } from "#lib/crypto/keyring.ts";
import { workspaceKey } from "#lib/crypto/workspace-keys.ts";

/** What an answer brought that is not in the database yet, with all that it takes to store it after the process is gone. */
export interface JournalEntry {
  connectionId: string;
  workspaceId: string;
  /** The version that it follows: the write fence. */
  tokenVersion: number;
  attemptId: string;
  integrationId: string;
  runtimeOverrideId: string | null;
  applicationOverrideId: string | null;
  /** The client that it came through, in its version. */
  clientKey: string;
  /** On the database's clock. */
  sentAt: Date;
  clockOffsetMs: number;
  grant: TokenGrant;
}

const headSchema = z.strictObject({
  connectionId: z.string(),
  workspaceId: z.string(),
  tokenVersion: z.int(),
  attemptId: z.string(),
  keyId: z.string(),
  sealed: z.base64(),
});

const secret = z.string().transform((text) => new Secret(text));

const bodySchema = z.strictObject({
  integrationId: z.string(),
  runtimeOverrideId: z.string().nullable(),
  applicationOverrideId: z.string().nullable(),
  clientKey: z.string(),
  sentAt: z.coerce.date(),
  clockOffsetMs: z.number(),
  grant: z.strictObject({
    accessToken: secret,
    refreshToken: secret.nullable(),
    tokenType: z.string(),
    expiresAt: z.coerce.date().nullable(),
    refreshTokenExpiresAt: z.coerce.date().nullable(),
    scopes: z.array(z.string()).nullable(),
    data: z.record(z.string(), z.unknown()),
    subject: z.string().nullable(),
  }),
});

/** Writes an entry, sealed under a key that is open already, for the database may be gone. Gives its name. */
export async function writeJournalEntry(
  ctx: Context,
  key: SealingKey,
  { connectionId, workspaceId, tokenVersion, attemptId, ...body }: JournalEntry,
): Promise<string> {
  const { grant } = body;
  const opened = {
    ...body,
    grant: {
      ...grant,
      accessToken: grant.accessToken.reveal(),
      refreshToken: grant.refreshToken?.reveal() ?? null,
    },
  };
  const place = placeOf({ connectionId, tokenVersion });
  const sealed = Buffer.from(sealText(key, place, new Secret(JSON.stringify(opened)))).toString("base64");
  const head = { connectionId, workspaceId, tokenVersion, attemptId, keyId: key.id, sealed };
  const name = `${connectionId}.${tokenVersion}.${attemptId}`;
  await ctx.journal.write(name, new TextEncoder().encode(JSON.stringify(head)));
  return name;
}

/** Opens an entry; throws for what is no entry, or does not open with the workspace's key. */
export async function readJournalEntry(ctx: Context, name: string): Promise<JournalEntry> {
  const text = new TextDecoder().decode(await ctx.journal.read(name));
  const { keyId, sealed, ...head } = headSchema.parse(JSON.parse(text));
  const key = await workspaceKey(ctx, head.workspaceId, keyId);
  const opened = openText(key, placeOf(head), Buffer.from(sealed, "base64"));
  return { ...head, ...bodySchema.parse(JSON.parse(opened.reveal())) };
}

function placeOf({ connectionId, tokenVersion }: Pick<JournalEntry, "connectionId" | "tokenVersion">): Place {
  return { table: "RefreshJournal", rowId: connectionId, field: "grant", version: tokenVersion + 1 };
}
