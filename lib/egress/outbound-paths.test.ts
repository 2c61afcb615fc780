import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { deniedAddresses, deniedHosts } from "#lib/testing/denied-hosts.ts";
import { otherWaysOut, outboundPaths, outboundSecrets } from "#lib/testing/outbound-paths.ts";
import { recordConnects } from "#lib/testing/record-connects.ts";
import { scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { createEgress } from "./create-egress.ts";

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

const paths = Object.entries(outboundPaths);
const publicAddress = "93.184.216.34";
const redirects = [301, 302, 303, 307, 308];
/** Ports where something inside might listen. */
const ports = ["", ":443", ":80", ":22", ":2375", ":6379", ":8443", ":65535"];

const judging = paths.filter(([, { judgesAddress }]) => judgesAddress);

it.each(judging)(
  "F-05: %s calls no address that is not plain https, even when it stands in the database",
  async (_name, { send, isTyped }) => {
    const { fetch, requests } = scriptedFetch(() => Response.json({}));
    for (const url of notPlainHttps) await send({ url, fetch }).catch(() => null);
    const isPlain = ({ url: { protocol, host, username } }: { url: URL }) =>
      protocol === "https:" && host.endsWith(".plain.example") && !username;
    expect(requests.filter((request) => !isTyped || !isPlain(request))).toEqual([]);
  },
);

describe.each(paths)("%s", (_name, { send, hasSecret, followsRedirects }) => {
  it("P-02: opens no socket to a denied address, in any notation, on any port", async () => {
    const connects = recordConnects();
    const egress = track(createEgress({ allowCidrs: [] }));
    for (const [index, host] of deniedHosts.entries()) {
      const port = ports[index % ports.length];
      await send({ url: `https://${host}${port}/x`, fetch: egress.fetch }).catch(() => null);
    }
    expect(connects).toEqual([]);
    // The recorder is awake: a public address is tried, once for each request.
    await send({ url: `https://${publicAddress}/x`, fetch: egress.fetch }).catch(() => null);
    expect(new Set(connects)).toEqual(new Set([publicAddress]));
  });

  it("P-02: opens no socket for a name with a denied address among its answers", async () => {
    const connects = recordConnects();
    let answer: readonly string[] = [];
    const egress = track(createEgress({ allowCidrs: [], lookup: async () => addresses(answer) }));
    const target = { url: "https://named.test/x", fetch: egress.fetch };
    for (const denied of deniedAddresses) {
      for (answer of [[denied], [publicAddress, denied], [denied, "2606:4700::1"]])
        await send(target).catch(() => null);
    }
    expect(connects).toEqual([]);
    answer = [publicAddress, "2606:4700::1"];
    await send(target).catch(() => null);
    expect(connects).toContain(publicAddress);
  });

  it("P-02: opens no unix socket", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mooring-socket-"));
    track({ close: () => rm(folder, { recursive: true }) });
    const path = join(folder, "s");
    const listener = await listenOn(path);
    const connects = recordConnects(() => true);
    const egress = track(createEgress({ allowCidrs: ["127.0.0.0/8"] }));
    for (const url of unixSpellings(path)) await send({ url, fetch: egress.fetch }).catch(() => null);
    expect([listener.connections(), connects]).toEqual([0, []]);
  });

  it("P-02: reaches no listener on 127.0.0.1 and ::1 through a name of theirs", async () => {
    const listeners = [await listenOn("127.0.0.1"), await listenOn("::1")];
    const egress = track(createEgress({ allowCidrs: [] }));
    for (const { port } of listeners) {
      for (const host of ["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "127.1", "0x7f.1"]) {
        await send({ url: `https://${host}:${port}/x`, fetch: egress.fetch }).catch(() => null);
      }
    }
    expect(listeners.map(({ connections }) => connections())).toEqual([0, 0]);
  });

  it.each([
    ["public, then private", [[publicAddress], ["127.0.0.1"]]],
    ["public, then the cloud's own", [[publicAddress], ["169.254.169.254"], ["fd00:ec2::254"]]],
    [
      "public and private at once",
      [
        [publicAddress, "10.0.0.1"],
        ["2606:4700::1", "::1"],
      ],
    ],
    ["private first", [["127.0.0.1", publicAddress]]],
    [
      "public in IPv4, a wrapper in IPv6",
      [
        [publicAddress, "::ffff:127.0.0.1"],
        [publicAddress, "64:ff9b::7f00:1"],
      ],
    ],
  ])("P-02: a name that answers %s leads to no private address", async (_answers, answers) => {
    const connects = recordConnects();
    let asked = 0;
    const lookup = async () => addresses(answers[asked++ % answers.length] ?? []);
    const egress = track(createEgress({ allowCidrs: [], lookup }));
    for (let round = 0; round < 6; round++)
      await send({ url: "https://rebind.test/x", fetch: egress.fetch }).catch(() => null);
    expect(asked).toBeGreaterThanOrEqual(6);
    expect(connects.filter((address) => address !== publicAddress)).toEqual([]);
    const isPublicAtTimes = answers.some((answer) => answer.join() === publicAddress);
    expect(connects.includes(publicAddress)).toBe(isPublicAtTimes);
  });

  it("P-02: opens no socket to a denied address that a redirect names", async () => {
    const isOpen = ({ host }: { host?: string }) => host === "127.0.0.5";
    const connects = recordConnects(isOpen);
    const denied = [...deniedHosts, "named.test"].map((host) => `https://${host}/next`);
    const rounds = [...denied, "http://127.0.0.1/", "unix:/var/run/docker.sock", "//10.0.0.1/"].flatMap(
      (location) => redirects.map((status) => ({ status, location })),
    );
    let answered = 0;
    const server = await serve("127.0.0.5", (req, res) => {
      const { status, location } = rounds[answered++] ?? {
        status: 302,
        location: `https://${publicAddress}/`,
      };
      req.resume();
      res.writeHead(status, { location: encodeURI(location) }).end();
    });
    const lookup = async () => addresses([publicAddress, "10.0.0.1"]);
    const egress = track(createEgress({ allowCidrs: ["127.0.0.5/32"], lookup }));
    const target = { url: `${server.origin}/start`, insecureOrigin: server.origin, fetch: egress.fetch };
    while (answered < rounds.length) await send(target).catch(() => null);
    expect(connects).toEqual([]);
    // Whoever follows does so: a redirect to a public address is tried.
    await send(target).catch(() => null);
    expect(connects).toEqual(followsRedirects ? [publicAddress] : []);
  });

  it.each(followsRedirects ? [] : redirects)(
    "P-02: follows no %i, and sends neither body nor credentials on",
    async (status) => {
      const elsewhere = await serve("127.0.0.2", (_req, res) => res.end("{}"));
      const seen: string[] = [];
      const locations = [
        `${elsewhere.origin}/next`,
        `//127.0.0.2:${elsewhere.port}/next`,
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "unix:/var/run/docker.sock",
        "file:///etc/passwd",
      ];
      const server = await serve("127.0.0.1", async (req, res) => {
        seen.push(`${req.url} ${req.headers.authorization ?? ""} ${await text(req)}`);
        res.writeHead(status, { location: locations[seen.length % locations.length] }).end();
      });
      const egress = track(createEgress({ allowCidrs: ["127.0.0.0/8", "::1/128", "169.254.0.0/16"] }));
      const target = { url: `${server.origin}/start`, insecureOrigin: server.origin, fetch: egress.fetch };
      for (const _ of locations) await send(target).catch(() => null);
      expect(seen.length).toBeGreaterThanOrEqual(locations.length);
      expect(seen.every((request) => request.includes("/start"))).toBe(true);
      const isTold = seen.some((request) => outboundSecrets.some((secret) => request.includes(secret)));
      expect(isTold).toBe(hasSecret);
      expect(elsewhere.requests()).toBe(0);
      expect(elsewhere.connections()).toBe(0);
    },
  );
});

it("P-02: an answer that redirects gives no tokens, whatever stands in it", async () => {
  const tokens = JSON.stringify({ access_token: "at", token_type: "bearer" });
  const { fetch } = scriptedFetch(
    () => new Response(tokens, { status: 307, headers: { location: "https://x.example/" } }),
  );
  for (const name of ["code exchange", "refresh", "refresh by GET", "long-lived exchange"]) {
    const target = { url: "https://id.plain.example/x", fetch };
    const outcome = await outboundPaths[name]?.send(target).catch((error) => error);
    expect(outcome).toMatchObject({ class: "misbehaved", status: 307 });
  }
});

it("P-02: every module that calls out stands in the list of what is tested here", async () => {
  const folder = join(import.meta.dirname, "..");
  const calling: string[] = [];
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith(".ts") || /\.test\.ts$|^(?:testing|browser|egress|sandbox)\//.test(file)) continue;
    if (callsOut.test(await readFile(join(folder, file), "utf8"))) calling.push(`lib/${file}`);
  }
  const listed = new Set([...paths.map(([, { module }]) => module), ...Object.keys(otherWaysOut)]);
  expect(calling.sort()).toEqual([...listed].sort());
});

/** A call of a fetch, or of the gateway's `send` with a request. */
const callsOut = /(?<![\w"'`])(?:\w+\.)?fetch\((?!\))|\bsend\(\{/;

function unixSpellings(path: string): string[] {
  const encoded = encodeURIComponent(path);
  return [
    ...[`unix:${path}`, `unix://${path}`, `http+unix://${encoded}/x`, `https+unix://${encoded}/x`],
    ...[`http://unix:${path}:/x`, `https://unix:${path}:/x`, `https://unix/x`, `http://${encoded}/x`],
    ...[`https://${encoded}/x`, `https://[${path}]/x`, `file://${path}`, path],
  ];
}

const notPlainHttps = [
  "http://id.plain.example/token",
  "javascript:alert(1)",
  "data:application/json,{}",
  "file:///etc/passwd",
  "ftp://id.plain.example/",
  "unix:/var/run/docker.sock",
  "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
  "blob:https://id.plain.example/1",
  "https://user:secret@id.plain.example/token",
  "https://user@id.plain.example/token",
  "https://@id.plain.example/token#",
  "https://id.plain.example/token#fragment",
  "https://id.plain.example/to\r\nken",
  "https://id.plain.example/to\tken",
  " https://id.plain.example/token",
  "https://id.plain.example\\@evil.example/",
  "https://{tenant}.plain.example/token",
  "https://id.plain.example/{tenant}/token",
  "//id.plain.example/token",
  "/token",
  "",
];

function track<T extends { close(): unknown }>(thing: T): T {
  open.push(thing);
  return thing;
}

function addresses(list: readonly string[]) {
  return list.map((address) => ({ address, family: net.isIP(address) }));
}

/** Listens on an address, or on a unix socket at a path. */
async function listenOn(place: string) {
  let connections = 0;
  const server = track(net.createServer((socket) => socket.destroy()));
  server.on("connection", () => connections++);
  const where = place.startsWith("/") ? { path: place } : { host: place, port: 0 };
  await new Promise<void>((resolve) => server.listen(where, resolve));
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

async function serve(host: string, handle: (req: IncomingMessage, res: ServerResponse) => unknown) {
  let [requests, connections] = [0, 0];
  const server = createServer((req, res) => {
    requests++;
    handle(req, res);
  });
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  track({ close: () => [server.closeAllConnections(), server.close()] });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://${host}:${port}`, port, requests: () => requests, connections: () => connections };
}
