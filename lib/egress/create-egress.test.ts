import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import net, { type AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { deniedHosts } from "#lib/testing/denied-hosts.ts";
import type { AnswerBody } from "./answer-body.ts";
import { createEgress, type Egress } from "./create-egress.ts";
import type { Lookup } from "./resolve-address.ts";

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

describe("the way out of the process", () => {
  it("P-02: opens no socket to a denied address, however it is spelt", async () => {
    const sockets = vi.spyOn(net.Socket.prototype, "connect");
    const egress = track(createEgress({ allowCidrs: [] }));
    const codes = new Set<string>();
    for (const host of deniedHosts) {
      for (const url of [`https://${host}/x`, `http://${host}/x`, `https://${host}:8443/x`]) {
        codes.add(await failureCode(egress.fetch(url, { method: "POST", body: "secret=1" })));
        codes.add(await failureCode(request(egress, url)));
      }
    }
    expect([...codes]).toEqual(["egress-blocked"]);
    expect(sockets).not.toHaveBeenCalled();
  });

  it("P-02: reaches neither 127.0.0.1, 127.0.0.2 nor ::1 when only another address is opened", async () => {
    const sentinels = await Promise.all(["127.0.0.1", "127.0.0.2", "::1"].map(listenOn));
    const egress = track(createEgress({ allowCidrs: ["127.0.0.3/32"] }));
    const names = [
      "127.0.0.1",
      "127.0.0.2",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "127.1",
      "2130706433",
      "0x7f.0.0.1",
      "0177.1",
      "localhost",
    ];
    for (const { port } of sentinels) {
      for (const name of names) {
        for (const scheme of ["http", "https"]) {
          expect(await failureCode(egress.fetch(`${scheme}://${name}:${port}/`))).toBe("egress-blocked");
          expect(await failureCode(request(egress, `${scheme}://${name}:${port}/`))).toBe("egress-blocked");
        }
      }
    }
    expect(sentinels.map(({ connections }) => connections())).toEqual([0, 0, 0]);
  });

  it("P-02: blocks a name when only one of its answers is private", async () => {
    const sentinel = await listenOn("127.0.0.1");
    const mixed = [
      ["93.184.216.34", "127.0.0.1"],
      ["127.0.0.1", "93.184.216.34"],
      ["2606:4700::1", "::1"],
      ["93.184.216.34", "::ffff:7f00:1"],
    ];
    for (const answers of mixed) {
      const egress = track(createEgress({ allowCidrs: [], lookup: answering(answers) }));
      expect(await failureCode(egress.fetch(`https://rebind.test:${sentinel.port}/`))).toBe("egress-blocked");
    }
    expect(sentinel.connections()).toBe(0);
  });

  it("P-02: asks a rebinding resolver once a connection, and believes each answer only for that connection", async () => {
    const sentinel = await listenOn("127.0.0.1");
    const answers = [["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34"], ["127.0.0.1"]];
    const lookup = vi.fn<Lookup>(async () => addresses(answers.shift() ?? []));
    const egress = track(createEgress({ allowCidrs: [], lookup }));
    const seen = [];
    for (let round = 0; round < 4; round++)
      seen.push(await failureCode(egress.fetch(`https://rebind.test:${sentinel.port}/`)));
    // The tests' own network wall stops the public ones.
    expect(seen).toEqual([
      "provider-unreachable",
      "egress-blocked",
      "provider-unreachable",
      "egress-blocked",
    ]);
    expect(lookup).toHaveBeenCalledTimes(4);
    expect(sentinel.connections()).toBe(0);
  });

  it("P-02: connects to the vetted address under the original name", async () => {
    const server = await serve(
      (req, res) => res.end(`${req.socket.localAddress} ${req.headers.host}`),
      "127.0.0.2",
    );
    const egress = track(createEgress({ allowCidrs: ["127.0.0.2/32"], lookup: answering(["127.0.0.2"]) }));
    const answer = await egress.fetch(`http://localhost:${server.port}/`);
    expect(await answer.text()).toBe(`127.0.0.2 localhost:${server.port}`);
  });

  it.each([301, 302, 303, 307, 308])(
    "P-02: hands a %i back and sends neither body nor headers on",
    async (status) => {
      const sentinel = await serve((_req, res) => res.end(), "127.0.0.2");
      const location = `http://127.0.0.2:${sentinel.port}/next`;
      const server = await serve((_req, res) => res.writeHead(status, { location }).end(), "127.0.0.1");
      const egress = track(createEgress({ allowCidrs: ["127.0.0.0/8"] }));
      const url = `http://127.0.0.1:${server.port}/token`;
      const answer = await egress.fetch(url, { method: "POST", body: "client_secret=s", redirect: "follow" });
      expect([answer.status, answer.headers.get("location")]).toEqual([status, location]);
      const forwarded = await request(egress, url);
      await forwarded.body.discard();
      expect(forwarded.status).toBe(status);
      expect(sentinel.requests()).toBe(0);
    },
  );

  it.each([
    "unix:/tmp/docker.sock",
    "http+unix://%2Ftmp%2Fsock/",
    "file:///etc/passwd",
    "data:text/plain,x",
    "ftp://example.com/",
    "javascript:1",
    "//x",
    "",
  ])("P-02: refuses %o", async (url) => {
    const egress = track(createEgress({ allowCidrs: ["127.0.0.0/8"] }));
    expect(await failureCode(egress.fetch(url))).toBe("egress-blocked");
  });

  it("refuses plain http to a public name even where ranges are opened", async () => {
    const egress = track(createEgress({ allowCidrs: ["127.0.0.0/8"], lookup: answering(["93.184.216.34"]) }));
    expect(await failureCode(egress.fetch("http://public.test/"))).toBe("egress-blocked");
  });

  it("refuses credentials in a URL, and does not repeat them", async () => {
    const egress = track(createEgress({ allowCidrs: [] }));
    const error = await failure(egress.fetch("https://user:hunter2@example.com/"));
    expect(error).toMatchObject({ code: "egress-blocked" });
    expect(JSON.stringify(error)).not.toContain("hunter2");
  });

  it("ignores the proxies of the environment", async () => {
    const proxy = await listenOn("127.0.0.2");
    for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"]) {
      vi.stubEnv(name, `http://127.0.0.2:${proxy.port}`);
    }
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    const server = await serve((_req, res) => res.end("direct"), "127.0.0.1");
    const egress = track(createEgress({ allowCidrs: ["127.0.0.1/32"] }));
    expect(await (await egress.fetch(`http://127.0.0.1:${server.port}/`)).text()).toBe("direct");
    expect(proxy.connections()).toBe(0);
  });
});

describe("its errors", () => {
  it.each(["line\r\nbreak", "line\nbreak", "nul\0", "snow☃"])(
    "never quote a header value (%j)",
    async (value) => {
      const egress = track(createEgress({ allowCidrs: [] }));
      const headers = { authorization: `Bearer sesame-${value}` };
      const errors = [
        await failure(egress.fetch("https://example.com/", { headers })),
        await failure(egress.fetch("https://example.com/", { headers: Object.entries(headers) })),
        await failure(request(egress, "https://example.com/", Object.entries(headers))),
      ];
      for (const error of errors) {
        expect(error).toMatchObject({ code: "internal" });
        expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toContain(
          "sesame",
        );
      }
    },
  );

  it("take the Host header from the URL alone", async () => {
    const egress = track(createEgress({ allowCidrs: [] }));
    expect(await failureCode(egress.fetch("https://example.com/", { headers: { Host: "internal" } }))).toBe(
      "internal",
    );
  });

  it("say that nothing was sent when nobody listens", async () => {
    const egress = track(createEgress({ allowCidrs: ["127.0.0.1/32"] }));
    const error = await failure(egress.fetch(`http://127.0.0.1:${await freePort()}/`));
    expect(error).toMatchObject({
      code: "provider-unreachable",
      extensions: { reason: "refused", stage: "connect" },
    });
  });

  it("say that a name is unknown", async () => {
    const lookup: Lookup = async () => {
      throw Object.assign(new Error("getaddrinfo ENOTFOUND nowhere.test"), { code: "ENOTFOUND" });
    };
    const egress = track(createEgress({ allowCidrs: [], lookup }));
    const error = await failure(egress.fetch("https://nowhere.test/"));
    expect(error).toMatchObject({
      code: "provider-unreachable",
      extensions: { reason: "dns", stage: "connect" },
    });
  });

  it("end a look-up that never answers", async () => {
    const egress = track(
      createEgress({ allowCidrs: [], lookup: () => new Promise(() => {}), timeouts: { connectMs: 20 } }),
    );
    const error = await failure(egress.fetch("https://slow.test/"));
    expect(error).toMatchObject({ extensions: { reason: "timeout", stage: "connect" } });
  });

  it("end a provider that stays silent", async () => {
    const server = await serve(() => {}, "127.0.0.1");
    const egress = track(createEgress({ allowCidrs: ["127.0.0.1/32"], timeouts: { protocolMs: 50 } }));
    const error = await failure(egress.fetch(`http://127.0.0.1:${server.port}/`));
    expect(error).toMatchObject({
      code: "provider-unreachable",
      extensions: { reason: "timeout", stage: "exchange" },
    });
  });

  it("end a forwarded request whose provider stays silent", async () => {
    const server = await serve(() => {}, "127.0.0.1");
    const egress = track(createEgress({ allowCidrs: ["127.0.0.1/32"], timeouts: { headersMs: 50 } }));
    const error = await failure(request(egress, `http://127.0.0.1:${server.port}/`));
    expect(error).toMatchObject({
      code: "provider-unreachable",
      extensions: { reason: "timeout", stage: "exchange" },
    });
  });

  it("tell a connection that broke off after the request was sent", async () => {
    const server = await serve((req) => req.socket.destroy(), "127.0.0.1");
    const egress = track(createEgress({ allowCidrs: ["127.0.0.1/32"] }));
    const url = `http://127.0.0.1:${server.port}/`;
    for (const error of [await failure(egress.fetch(url)), await failure(request(egress, url))]) {
      expect(error).toMatchObject({
        code: "provider-unreachable",
        extensions: { reason: "reset", stage: "exchange" },
      });
    }
  });

  it("call an answer that is no HTTP misbehaviour", async () => {
    const server = track(
      net.createServer((socket) => socket.once("data", () => socket.end("SSH-2.0-nonsense\r\n\r\n"))),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const egress = track(createEgress({ allowCidrs: ["127.0.0.1/32"] }));
    expect(
      await failureCode(egress.fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)),
    ).toBe("provider-misbehaved");
  });

  it("leave a caller's own abort to the caller", async () => {
    const server = await serve(() => {}, "127.0.0.1");
    const egress = track(createEgress({ allowCidrs: ["127.0.0.1/32"] }));
    const signal = AbortSignal.abort(new Error("changed my mind"));
    await expect(egress.fetch(`http://127.0.0.1:${server.port}/`, { signal })).rejects.toThrow(
      "changed my mind",
    );
  });
});

describe("what passes", () => {
  it("carries method, headers and body, and names itself", async () => {
    const server = await serve(async (req, res) => {
      res.end(JSON.stringify([req.method, req.headers["x-a"], req.headers["user-agent"], await text(req)]));
    }, "127.0.0.1");
    const egress = track(createEgress({ allowCidrs: ["127.0.0.1/32"] }));
    const url = `http://127.0.0.1:${server.port}/`;
    const answer = await egress.fetch(url, {
      method: "PUT",
      headers: { "X-A": "1" },
      body: new URLSearchParams({ b: "2" }),
    });
    expect(await answer.json()).toEqual(["PUT", "1", "Mooring", "b=2"]);
    const forwarded = await request(egress, url, [["x-a", "é"]]);
    expect(JSON.parse(await pourText(forwarded.body))).toEqual(["POST", "é", null, "body"]);
  });
});

function track<T extends { close(): unknown }>(thing: T): T {
  open.push(thing);
  return thing;
}

function request(egress: Egress, url: string, headers: [string, string][] = []) {
  const { origin, pathname } = new URL(url);
  return egress.request({
    origin,
    path: pathname,
    method: "POST",
    headers,
    body: "body",
    signal: new AbortController().signal,
  });
}

async function pourText(body: AnswerBody): Promise<string> {
  const sink = new PassThrough();
  const [read] = await Promise.all([text(sink), body.pour(sink)]);
  return read;
}

async function failure(promise: Promise<unknown>) {
  const error = await promise.then(
    () => new Error("it succeeded"),
    (reason) => reason,
  );
  return isAppError(error)
    ? error
    : Object.assign(new Error(`no AppError: ${error}`), { code: "none", extensions: {} });
}

async function failureCode(promise: Promise<unknown>): Promise<string> {
  return (await failure(promise)).code;
}

function addresses(list: string[]) {
  return list.map((address) => ({ address, family: net.isIP(address) }));
}

function answering(list: string[]): Lookup {
  return async () => addresses(list);
}

async function listenOn(host: string) {
  let connections = 0;
  const server = track(net.createServer((socket) => socket.destroy()));
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

async function serve(handle: (req: IncomingMessage, res: ServerResponse) => unknown, host: string) {
  let requests = 0;
  const server: Server = createServer((req, res) => {
    requests++;
    handle(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  track({ close: () => [server.closeAllConnections(), server.close()] });
  return { port: (server.address() as AddressInfo).port, requests: () => requests };
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
