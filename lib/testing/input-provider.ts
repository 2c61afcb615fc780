import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { practiceDocument } from "./api-document.ts";
import { createCertificate } from "./certificates.ts";
import { corruptJson, hostileText, pick, type Random } from "./input-values.ts";

/** A provider that lies: whatever it is asked, its answer is something else, by the seed. */
export interface LyingProvider {
  origin: string;
  /** The authority that vouches for it, in PEM. */
  certificate: string;
  answers: number;
  close(): Promise<void>;
}

/** Starts one under https on this machine. */
export async function startLyingProvider(random: Random): Promise<LyingProvider> {
  const { key, cert } = createCertificate("localhost");
  const provider: LyingProvider = { origin: "", certificate: cert, answers: 0, close: async () => {} };
  const server: Server = createServer({ key, cert }, (req, res) => {
    req.on("error", () => res.destroy());
    req.resume().on("end", () => {
      provider.answers++;
      lie(random, rightAnswer(provider.origin, req), res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  provider.origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  provider.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return provider;
}

function rightAnswer(origin: string, { url = "" }: IncomingMessage): unknown {
  if (/well-known/.test(url)) {
    return {
      ...{
        issuer: `${origin}/`,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
      },
      ...{ response_types_supported: ["code"], scopes_supported: ["a"], jwks_uri: `${origin}/jwks` },
      ...{ userinfo_endpoint: `${origin}/userinfo`, revocation_endpoint: `${origin}/revoke` },
      ...{ code_challenge_methods_supported: ["S256"], grant_types_supported: ["authorization_code"] },
    };
  }
  if (/openapi/.test(url)) return practiceDocument(origin);
  if (/token|oauth2?|access/.test(url)) {
    return {
      ...{ access_token: "token-1", token_type: "Bearer", expires_in: 3_600, refresh_token: "refresh-1" },
      ...{ scope: "read:user profile", id_token: "e30.e30.e30", instance_url: origin, ok: true, error: "" },
      ...{
        authed_user: { id: "U1", access_token: "token-2", token_type: "user" },
        team: { id: "T1", name: "T" },
      },
    };
  }
  return { id: 1, sub: "1", name: "Ada", email: "ada@example.com", login: "ada", picture: `${origin}/a.png` };
}

const statuses = [
  200, 200, 200, 200, 200, 201, 204, 206, 301, 302, 304, 400, 401, 403, 404, 418, 429, 500, 502, 503, 599,
];
const types = [
  ...[
    "application/json",
    "application/json",
    "application/json",
    "text/html",
    "text/plain; charset=utf-16",
    "",
  ],
  ...[
    "application/x-www-form-urlencoded",
    "application/json; charset=\u00ff",
    "image/png",
    "text/event-stream",
  ],
];
const retries = ["1", "0", "-1", "99999999999", "soon", "Fri, 31 Dec 9999 23:59:59 GMT", "1e999", "NaN", ""];

function lie(random: Random, right: unknown, res: ServerResponse): void {
  const body = random() < 0.1 ? Buffer.from(JSON.stringify(right)) : corruptJson(random, right);
  const socket = res.socket;
  const how = random();
  if (how < 0.04) return void socket?.destroy();
  if (how < 0.08)
    return void socket?.end(
      Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), body]),
    );
  if (how < 0.1)
    return void socket?.end(
      `HTTP/1.1 ${pick(random, ["099", "1000", "abc", "200"])} \u0000\r\n${"x: y\r\n".repeat(3_000)}\r\n`,
    );
  res.statusCode = pick(random, statuses);
  res.setHeader("content-type", pick(random, types));
  if (random() < 0.2) res.setHeader("retry-after", pick(random, retries));
  if (random() < 0.1)
    res.setHeader("location", pick(random, ["/x", "https://evil.test/", "//", "http://[::1", "\u00ff"]));
  if (random() < 0.1)
    res.setHeader(
      "www-authenticate",
      pick(random, ['Bearer scope="\\"', "Bearer scope=a b", "DPoP", ",,,="]),
    );
  if (random() < 0.05) res.setHeader("x-oauth-scopes", "a,".repeat(1_500));
  if (how < 0.14) {
    // More is promised than comes.
    res.setHeader("content-length", String(body.length + 100));
    res.write(body);
    return void setImmediate(() => res.destroy());
  }
  if (how < 0.2) {
    res.setHeader("content-encoding", pick(random, ["gzip", "deflate", "br", "x", "gzip, gzip"]));
    return void res.end(random() < 0.5 ? gzipSync(body) : body);
  }
  if (how < 0.22) return void res.setHeader("content-encoding", "gzip").end(gzipBomb);
  res.end(how < 0.26 ? Buffer.from(hostileText(random)) : body);
}

const gzipBomb = gzipSync(Buffer.alloc(8_000_000));
