import { z } from "zod";
import type { ApiRequest } from "./api-request.ts";
import { refuseWithout } from "./bearer-token.ts";
import { fileContent } from "./files.ts";
import { parseJson, type Reply, readText } from "./http.ts";

const MAX_CONTENT_BYTES = 1024 ** 3;

const newFileSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  contentType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .default("application/octet-stream"),
  sizeBytes: z.int().min(0).max(MAX_CONTENT_BYTES).default(1024),
});

export function listFiles({ ctx, caller, files }: ApiRequest): Reply {
  const refusal = refuseWithout("files:read", caller);
  if (refusal) return refusal;
  const limit = Number(ctx.query.limit ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return problem(422, "invalid_limit", "limit is a number from 1 to 100.");
  const cursor = [ctx.query.cursor].flat()[0] ?? null;
  const page = files.list(caller.person.id, limit, cursor);
  return page
    ? { status: 200, body: page }
    : problem(422, "invalid_cursor", "cursor is a nextCursor of an earlier page.");
}

export async function addFile({ ctx, caller, files, origin }: ApiRequest): Promise<Reply> {
  const refusal = refuseWithout("files:write", caller);
  if (refusal) return refusal;
  const input = newFileSchema.safeParse(parseJson(await readText(ctx.req)));
  if (!input.success) return problem(422, "invalid_file", z.prettifyError(input.error));
  const file = files.add(caller.person.id, input.data);
  if (!file) return problem(409, "full", "This account holds no more files.");
  return { status: 201, body: file, headers: { location: `${origin}/api/files/${file.id}` } };
}

export function getFile({ caller, files, id }: ApiRequest): Reply {
  const refusal = refuseWithout("files:read", caller);
  if (refusal) return refusal;
  const file = files.find(caller.person.id, id);
  return file ? { status: 200, body: file } : noFile();
}

/** The bytes of a file: as many as it has, or as `size` says. */
export function getContent({ ctx, caller, files, id }: ApiRequest): Reply {
  const refusal = refuseWithout("files:read", caller);
  if (refusal) return refusal;
  const file = files.find(caller.person.id, id);
  if (!file) return noFile();
  const sizeBytes = Number(ctx.query.size ?? file.sizeBytes);
  if (!Number.isInteger(sizeBytes) || sizeBytes < 0 || sizeBytes > MAX_CONTENT_BYTES)
    return problem(422, "invalid_size", `size is a number of bytes up to ${MAX_CONTENT_BYTES}.`);
  return {
    status: 200,
    body: fileContent(file.id, sizeBytes),
    headers: {
      "content-type": file.contentType,
      "content-length": String(sizeBytes),
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    },
  };
}

export function deleteFile({ caller, files, id }: ApiRequest): Reply {
  return (
    refuseWithout("files:write", caller) ?? (files.delete(caller.person.id, id) ? { status: 204 } : noFile())
  );
}

function noFile(): Reply {
  return problem(404, "not_found", "There is no such file.");
}

function problem(status: number, error: string, error_description: string): Reply {
  return { status, body: { error, error_description } };
}
