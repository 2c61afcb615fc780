import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ProtocolFetch } from "#lib/oauth/token-request.ts";
import type { SeenRequest } from "./scripted-fetch.ts";

const askedOrigin = "x-asked-origin";

interface ReplayServer {
  /** Every request goes to the server on loopback, whichever origin it is for; the server sees which it was. */
  fetch: ProtocolFetch;
  close(): Promise<void>;
}

/** A real HTTP server on loopback that stands in for every host of a provider. */
export async function startReplayServer(
  answer: (request: SeenRequest) => Response | Promise<Response>,
): Promise<ReplayServer> {
  const server = createServer(async (incoming, outgoing) => {
    const response = await answer(await readRequest(incoming));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    fetch: (input, init = {}) => {
      const { origin, pathname, search } = new URL(input);
      const headers = new Headers(init.headers);
      headers.set(askedOrigin, origin);
      return fetch(`http://127.0.0.1:${port}${pathname}${search}`, { ...init, headers });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const headers = new Headers(
    Object.entries(incoming.headers).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
  const url = new URL(incoming.url ?? "/", headers.get(askedOrigin) ?? undefined);
  const method = incoming.method ?? "GET";
  return { url, method, headers, body, form: formOf(headers, body), redirect: undefined };
}

/** The parameters of a body, be it a form or JSON. */
function formOf(headers: Headers, body: string): URLSearchParams {
  if (!headers.get("content-type")?.includes("json") || body === "") return new URLSearchParams(body);
  const values = Object.entries(JSON.parse(body) as Record<string, unknown>);
  return new URLSearchParams(values.map(([name, value]) => [name, String(value)]));
}
