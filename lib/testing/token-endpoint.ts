import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Provider } from "#lib/core/provider.ts";
import { plainProvider } from "./plain-provider.ts";

/** What a token endpoint looks at, one thing after the other. */
type Look = "parameters" | "grant" | "client" | "redirect" | "code";

/** How a client's credentials can come. `raw`: a Basic header whose parts are taken as they are, never decoded. */
export type Way = "post" | "basic" | "raw";

/** An answer as it goes over the wire, or none: the connection breaks, nothing comes, or the body ends in its middle. */
export type WireAnswer =
  | { status: number; body?: string | object; headers?: Record<string, string> }
  | { breaks: "at once" }
  | { breaks: "never answers" }
  | { breaks: "half-way"; status: number; body: string };

/** One request as the endpoint sees it. */
export interface TokenAsk {
  form: URLSearchParams;
  /** The client's id and secret, in whichever ways they came and are right. */
  rightWays: readonly Way[];
  /** In which ways credentials came at all. */
  ways: readonly Way[];
  isRegistered: boolean;
  /** 0 for the first request. */
  index: number;
}

type Behaviour = (ask: TokenAsk) => WireAnswer;

export interface TokenEndpoint {
  /** A provider whose token endpoint this is. */
  provider: Provider;
  asks: readonly TokenAsk[];
  close(): Promise<void>;
}

interface TokenClient {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

/** Starts a real token endpoint on loopback that knows one client and behaves as told. */
export async function startTokenEndpoint(client: TokenClient, behave: Behaviour): Promise<TokenEndpoint> {
  const asks: TokenAsk[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const ask = await readAsk(incoming, client, asks.length);
    asks.push(ask);
    send(outgoing, behave(ask));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { token } = plainProvider();
  return {
    provider: plainProvider({
      insecureOrigin: origin,
      token: { ...token, url: `${origin}/token`, origins: [origin] },
    }),
    asks,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/**
 * An endpoint that looks at one thing after the other and refuses at the first that is wrong; what has no refusal is
 * not looked at. Every code is wrong. `takes`: the ways of sending credentials that it reads, both of the standard's.
 */
export function looksAt(
  order: readonly Look[],
  refusals: Partial<Record<Look, WireAnswer>>,
  takes: readonly Way[] = ["post", "basic"],
): Behaviour {
  return (ask) => {
    const isWrong: Record<Look, boolean> = {
      parameters: ["code", "redirect_uri"].some((name) => !ask.form.has(name)),
      grant: ask.form.get("grant_type") !== "authorization_code",
      client: !ask.rightWays.some((way) => takes.includes(way)),
      redirect: !ask.isRegistered,
      code: true,
    };
    const refusal = order.find((look) => isWrong[look] && refusals[look]);
    return (
      (refusal && refusals[refusal]) ?? {
        status: 200,
        body: { access_token: "made-up", token_type: "bearer" },
      }
    );
  };
}

async function readAsk(incoming: IncomingMessage, client: TokenClient, index: number): Promise<TokenAsk> {
  const form = new URLSearchParams(await text(incoming));
  const header = /^Basic (.+)$/.exec(incoming.headers.authorization ?? "")?.[1];
  const [ways, rightWays]: [Way[], Way[]] = [[], []];
  const note = (way: Way, id: string | null, secret: string | null) => {
    ways.push(way);
    if (id === client.clientId && secret === client.clientSecret) rightWays.push(way);
  };
  if (form.has("client_secret")) note("post", form.get("client_id"), form.get("client_secret"));
  if (header !== undefined) {
    const [id = "", ...rest] = Buffer.from(header, "base64").toString("utf8").split(":");
    const secret = rest.join(":");
    note("raw", id, secret);
    note("basic", formDecode(id), formDecode(secret));
  }
  return { form, ways, rightWays, isRegistered: form.get("redirect_uri") === client.redirectUri, index };
}

function formDecode(text: string): string {
  return new URLSearchParams(`v=${text}`).get("v") ?? "";
}

function send(outgoing: ServerResponse, answer: WireAnswer): void {
  if (!("breaks" in answer)) {
    const { status, body = "", headers = {} } = answer;
    const isText = typeof body === "string";
    const type = isText ? {} : { "content-type": "application/json" };
    outgoing.writeHead(status, { ...type, ...headers });
    outgoing.end(isText ? body : JSON.stringify(body));
  } else if (answer.breaks === "at once") outgoing.destroy();
  else if (answer.breaks === "half-way") {
    outgoing.writeHead(answer.status, { "content-type": "application/json", "content-length": "4096" });
    outgoing.write(answer.body, () => outgoing.destroy());
  }
}
