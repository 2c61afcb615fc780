import type { IncomingMessage } from "node:http";
import type { CancelSignal } from "#lib/core/cancellation.ts";
import { notFound } from "#lib/core/errors.ts";
import {
  CONNECTION_HEADER,
  connectionIdSchema,
  type ForwardForm,
  forwardInputSchema,
  isGatewayMethod,
  JSON_BODY_BYTES,
} from "#lib/gateway/contract.ts";
import { encodeData } from "#lib/gateway/encode-data.ts";
import { type ForwardInput, methodNotAllowed } from "#lib/gateway/forward-request.ts";
import { parseForwardJson } from "#lib/gateway/parse-forward-json.ts";
import { readBytes, readForwardBody, type SentBody } from "#lib/gateway/read-body.ts";
import type { HeaderList } from "#lib/gateway/request-headers.ts";
import type { GatewayTarget } from "#lib/gateway/request-target.ts";
import { parseInput } from "#lib/http/read-input.ts";

/**
 * What a Node request asks the gateway to send: the JSON form is `POST …/request`, everything else the path form. Throws
 * 413 for a body of more than `maxBytes`, or of more than a form may have.
 */
export async function readGatewayInput(
  req: IncomingMessage,
  { path, query, integrationId: integration }: GatewayTarget,
  { signal, maxBytes }: { signal: CancelSignal; maxBytes: number },
): Promise<ForwardInput> {
  const method = req.method ?? "";
  const connectionId = readConnectionId(req);
  if (path === null && method === "POST")
    return { integration, connectionId, signal, ...(await readForm(req, maxBytes)) };
  if (path === null && method !== "GET" && method !== "HEAD") throw methodNotAllowed(["GET", "HEAD", "POST"]);
  const sent = sentBody(req);
  const body = sent.length === 0 ? noBody : await readForwardBody(sent, { method, maxBytes });
  const target = { path: path ?? "", query };
  return { integration, connectionId, method, target, headers: headerList(req), body, signal };
}

const noBody = { bytes: null };

async function readForm(req: IncomingMessage, maxBytes: number) {
  const bytes = await readBytes(sentBody(req), Math.min(maxBytes, JSON_BODY_BYTES));
  const value = parseForwardJson(req.headers["content-type"], bytes);
  const { url, data, connectionId, ...form } = parseInput(forwardInputSchema, value) as ForwardForm;
  const headers: HeaderList = Object.entries(form.headers);
  const { method } = form;
  // 405 is for the verb to say, after it has looked who asks.
  const body = isGatewayMethod(method) ? encodeData(data, method, headers) : { bytes: null };
  return { method, target: { url }, headers, body, ...(connectionId ? { connectionId } : {}) };
}

/** The connection that `Mooring-Connection` names. Throws 404 for what is no id. */
export function readConnectionId({ headers }: IncomingMessage): string | undefined {
  const sent = headers[CONNECTION_HEADER.toLowerCase()];
  if (sent === undefined) return undefined;
  const parsed = connectionIdSchema.safeParse(sent);
  if (!parsed.success) throw notFound("connection");
  return parsed.data;
}

// Node's parser has already refused two lengths, and a length beside chunks (P-06).
function sentBody(req: IncomingMessage): SentBody {
  if (req.headers["transfer-encoding"] !== undefined) return { stream: req, length: null };
  return { stream: req, length: Number(req.headers["content-length"] ?? 0) };
}

// What the caller sent, to the letter; a field that came more than once is one (RFC 9110 §5.3).
function headerList({ rawHeaders }: IncomingMessage): HeaderList {
  const list: HeaderList = [];
  const places = new Map<string, number>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    const value = rawHeaders[at + 1] ?? "";
    const before = list[places.get(name) ?? -1];
    if (before) before[1] += `, ${value}`;
    else places.set(name, list.push([name, value]) - 1);
  }
  return list;
}
