import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { ProviderContext } from "oidc-provider";
import { API_KEY_HEADER } from "./api-keys.ts";
import type { Reply } from "./http.ts";

const SHOWN_BYTES = 64 * 1024;

/**
 * Answers with what arrived: method, path, query, headers, body. Of Authorization only the scheme and the start of a
 * SHA-256 come back, and of a key that start alone, so that a test can tell tokens apart and none is repeated. `?status=418` chooses the status;
 * `?type=text/html&answer=…` answers that text as that type, as careless APIs do, and each `&header=name:value` goes with it.
 */
export async function echo(ctx: ProviderContext): Promise<Reply> {
  const headers = Object.fromEntries(
    Object.entries(ctx.headers).map(([name, value]) => [
      name,
      name === "authorization"
        ? fingerprint(String(value))
        : name === API_KEY_HEADER
          ? `sha256:${digest(String(value))}`
          : value,
    ]),
  );
  const body = await readBody(ctx.req);
  const wanted = Number(ctx.query.status);
  const status = Number.isInteger(wanted) && wanted >= 200 && wanted <= 599 ? wanted : 200;
  const { type, answer, header } = ctx.query;
  if (typeof type === "string" && /^[\w.+-]+\/[\w.+-]+$/.test(type)) {
    const added = [header ?? []].flat().flatMap((text) => readHeader(text));
    return {
      status,
      body: String(answer ?? ""),
      headers: { ...Object.fromEntries(added), "content-type": type },
    };
  }
  return { status, body: { method: ctx.method, path: ctx.path, query: ctx.query, headers, body } };
}

// RFC 9110 §5: what is no field is left out.
function readHeader(text: string): [name: string, value: string][] {
  const [, name, value] = /^([\w-]+):[ \t]*([\x20-\x7e]*)$/.exec(text) ?? [];
  return name && value ? [[name.toLowerCase(), value]] : [];
}

function fingerprint(authorization: string): string {
  const [scheme = "", ...rest] = authorization.split(" ");
  return `${scheme} sha256:${digest(rest.join(" "))}`;
}

function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex").slice(0, 16);
}

/** The size and hash of the whole body, and its first 64 KiB as text. */
async function readBody(req: IncomingMessage): Promise<{ sizeBytes: number; sha256: string; text: string }> {
  const hash = createHash("sha256");
  const shown: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (sizeBytes < SHOWN_BYTES) shown.push(chunk.subarray(0, SHOWN_BYTES - sizeBytes));
    sizeBytes += chunk.length;
  }
  return { sizeBytes, sha256: hash.digest("hex"), text: Buffer.concat(shown).toString("utf8") };
}
