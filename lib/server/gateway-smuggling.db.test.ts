import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";
import { exchangeRaw, statusesOf } from "#lib/testing/raw-request.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
beforeEach(() => {
  gateway.upstream.seen.length = 0;
  gateway.upstream.answer((_req, res) => res.end("{}"));
});
afterAll(() => gateway.close());

const path = () => `/api/integrations/${gateway.integration.slug}/request/x`;
const identity = () => `Host: x\r\nAuthorization: Bearer ${gateway.key}`;
/** A whole request that must never be taken for one. */
const hidden = () => `GET ${path()}?hidden HTTP/1.1\r\n${identity()}\r\nConnection: close\r\n\r\n`;
const send = (bytes: string) => exchangeRaw(gateway.origin, bytes, "latin1");

/** Header fields, and the body that follows the empty line. */
const fields: Readonly<Record<string, string>> = {
  "a length beside chunks": "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "chunks beside a length": "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
  "a length of nothing beside chunks": "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "a length beside folded chunks": "Content-Length: 5\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
  "a length beside chunks in capitals": "content-length: 5\r\nTRANSFER-ENCODING: CHUNKED\r\n\r\n0\r\n\r\n",
  "two lengths": "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
  "one length twice": "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
  "lengths in a list": "Content-Length: 5, 5\r\n\r\nhello",
  "a signed length": "Content-Length: +5\r\n\r\nhello",
  "a negative length": "Content-Length: -1\r\n\r\nhello",
  "a hexadecimal length": "Content-Length: 0x5\r\n\r\nhello",
  "a length with a blank inside": "Content-Length: 1 5\r\n\r\nhello",
  "a length with a point": "Content-Length: 5.0\r\n\r\nhello",
  "no length in its field": "Content-Length: \r\n\r\nhello",
  "a length beyond 64 bits": "Content-Length: 18446744073709551621\r\n\r\nhello",
  "chunks by another name": "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
  "chunks that are not last": "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
  "chunks, then another coding": "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
  "chunks twice": "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
  "chunks in two fields": "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "another coding, then chunks": "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
  "the identity coding": "Transfer-Encoding: identity\r\n\r\nhello",
  "the identity coding, then chunks": "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
  "chunks in quotes": 'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n',
  "chunks with a parameter": "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n",
  "chunks behind a vertical tab": "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
  "chunks behind a comma": "Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n",
  "no coding in its field": "Transfer-Encoding: \r\n\r\n0\r\n\r\n",
  "a folded field": "X-A: b\r\n c\r\n\r\n",
  "a field folded by a tab": "X-A: b\r\n\tc\r\n\r\n",
  "a field that begins folded": "X-A:\r\n b\r\n\r\n",
  "a folded field that hides another": "X-A: b\r\n Content-Length: 5\r\n\r\nhello",
  "a folded length": "Content-Length:\r\n 5\r\n\r\nhello",
  "a line feed in a value": "X-A: b\nX-B: c\r\n\r\n",
  "a carriage return in a value": "X-A: b\rX-B: c\r\n\r\n",
  "a carriage return at a value's end": "X-A: b\r\r\n\r\n",
  "a nul in a value": "X-A: b\0c\r\n\r\n",
  "a control character in a value": "X-A: b\u0001c\r\n\r\n",
  "a delete in a value": "X-A: b\u007fc\r\n\r\n",
  "a line feed in a name": "X-\nA: b\r\n\r\n",
  "a carriage return in a name": "X-\rA: b\r\n\r\n",
  "a nul in a name": "X-\0A: b\r\n\r\n",
  "a blank in a name": "X A: b\r\n\r\n",
  "a tab in a name": "X\tA: b\r\n\r\n",
  "a blank before the colon": "X-A : b\r\n\r\n",
  "a tab before the colon": "X-A\t: b\r\n\r\n",
  "no name": ": b\r\n\r\n",
  "no colon": "X-A\r\n\r\n",
  "a bracket in a name": "X(A): b\r\n\r\n",
  "a letter beyond ASCII in a name": "X-\xe4: b\r\n\r\n",
  "a blank before the length": " Content-Length: 5\r\n\r\nhello",
  "a blank behind the length's name": "Content-Length : 5\r\n\r\nhello",
  "a line feed before the length": "X-A: b\nContent-Length: 5\r\n\r\nhello",
  "a head that ends in line feeds": "X-A: b\n\n",
};

/** Request lines. */
const lines: Readonly<Record<string, (target: string) => string>> = {
  "a line feed in the method": (target) => `PO\nST ${target} HTTP/1.1`,
  "a carriage return in the method": (target) => `PO\rST ${target} HTTP/1.1`,
  "a whole line in the method": (target) =>
    `GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST ${target} HTTP/1.1`.slice(14),
  "a nul in the method": (target) => `POST\0 ${target} HTTP/1.1`,
  "a tab behind the method": (target) => `POST\t${target} HTTP/1.1`,
  "a blank before the method": (target) => ` POST ${target} HTTP/1.1`,
  "a colon in the method": (target) => `POST: ${target} HTTP/1.1`,
  "a carriage return in the target": (target) => `POST ${target}\r HTTP/1.1`,
  "a line feed in the target": (target) => `POST ${target}\nX: HTTP/1.1`,
  "a blank in the target": (target) => `POST ${target} y HTTP/1.1`,
  "a tab in the target": (target) => `POST ${target}\ty HTTP/1.1`,
  "a nul in the target": (target) => `POST ${target}\0 HTTP/1.1`,
  "no version": (target) => `POST ${target}`,
  "another version": (target) => `POST ${target} HTTP/9.9`,
  "a version in small letters": (target) => `POST ${target} http/1.1`,
  "the preface of HTTP/2": () => "PRI * HTTP/2.0",
  "a line that ends in a line feed": (target) => `POST ${target} HTTP/1.1\nX-A: b`,
};

const upgrades = ["websocket", "h2c", "h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__", "TLS/1.0", "x/1, y", ""];

describe("P-06: a request that two parsers read differently", () => {
  it("P-06: for its fields or its framing is answered 400, once, and nothing is forwarded", async () => {
    const answers = await answersTo(fields, (rest) => `POST ${path()} HTTP/1.1\r\n${identity()}\r\n${rest}`);
    expect(answers).toEqual(Object.keys(fields).map((what) => [what, [400]]));
    expect(gateway.upstream.seen).toEqual([]);
  });

  it("P-06: for its first line is answered 400, once, and nothing is forwarded", async () => {
    const answers = await answersTo(lines, (line) => `${line(path())}\r\n${identity()}\r\n\r\n`);
    expect(answers).toEqual(Object.keys(lines).map((what) => [what, [400]]));
    expect(gateway.upstream.seen).toEqual([]);
  });

  it("P-06: is answered 400 at every other address too", async () => {
    const answers = await answersTo(
      fields,
      (rest) => `POST /api/integrations HTTP/1.1\r\n${identity()}\r\n${rest}`,
    );
    expect(answers).toEqual(Object.keys(fields).map((what) => [what, [400]]));
  });

  it("P-06: that asks for an upgrade is answered 400, and nothing is forwarded", async () => {
    for (const upgrade of upgrades) {
      const head = `POST ${path()} HTTP/1.1\r\n${identity()}\r\nConnection: Upgrade, HTTP2-Settings\r\n`;
      const answer = await send(`${head}Upgrade: ${upgrade}\r\n\r\n${hidden()}`);
      expect([upgrade, statusesOf(answer)]).toEqual([upgrade, [400]]);
    }
    await send(`CONNECT example.com:443 HTTP/1.1\r\n${identity()}\r\n\r\n${hidden()}`);
    expect(gateway.upstream.seen).toEqual([]);
  });
});

/** Bodies in chunks, behind a head that is right. */
const chunks: Readonly<Record<string, string>> = {
  "a signed size": "+5\r\nhello\r\n0\r\n\r\n",
  "a negative size": "-5\r\nhello\r\n0\r\n\r\n",
  "a size with a prefix": "0x5\r\nhello\r\n0\r\n\r\n",
  "a size that is no number": "g\r\nhello\r\n0\r\n\r\n",
  "a size beyond 64 bits": "10000000000000005\r\nhello\r\n0\r\n\r\n",
  "a blank before the size": " 5\r\nhello\r\n0\r\n\r\n",
  "a size that ends in a line feed": "5\nhello\r\n0\r\n\r\n",
  "a size that ends in a carriage return": "5\rhello\r\n0\r\n\r\n",
  "an extension that ends in a line feed": "5;a\nhello\r\n0\r\n\r\n",
  "a carriage return in an extension": "5;a\rb\r\nhello\r\n0\r\n\r\n",
  "a chunk longer than its size": "5\r\nhello!\r\n0\r\n\r\n",
  "a chunk that ends in a line feed": "5\r\nhello\n0\r\n\r\n",
  "a chunk that ends in two blanks": "5\r\nhello  0\r\n\r\n",
  "an end in a line feed": "5\r\nhello\r\n0\n\n",
  "a folded trailer": "5\r\nhello\r\n0\r\nX-A: b\r\n c\r\n\r\n",
  "a blank in a trailer's name": "5\r\nhello\r\n0\r\nX A: b\r\n\r\n",
};

describe("P-06: a body in chunks that two parsers read differently", () => {
  it("P-06: is answered 400, once, and never whole for the provider", async () => {
    let whole = 0;
    gateway.upstream.answer(
      (req, res) =>
        req
          .on("error", () => {})
          .on("end", () => [whole++, res.end()])
          .resume(),
      {
        streams: true,
      },
    );
    const head = `POST ${path()} HTTP/1.1\r\n${identity()}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const answers = await answersTo(chunks, (rest) => head + rest);
    expect(answers).toEqual(Object.keys(chunks).map((what) => [what, [400]]));
    expect(whole).toBe(0);
    expect(statusesOf(await send(`${head}5\r\nhello\r\n0\r\n\r\n${hidden()}`))).toEqual([200, 200]);
    expect(whole).toBe(2);
  });
});

describe("P-06: an expectation", () => {
  const upload = (fields: string, body: string) =>
    `POST ${path()} HTTP/1.1\r\n${fields}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

  it("P-06: to go on is met here and goes no further", async () => {
    for (const expectation of ["100-continue", "100-Continue"]) {
      const answer = await send(upload(`${identity()}\r\nExpect: ${expectation}`, "hello"));
      expect(statusesOf(answer)).toEqual([100, 200]);
    }
    expect(gateway.upstream.seen.map(({ headers, body }) => [headers.expect, String(body)])).toEqual([
      [undefined, "hello"],
      [undefined, "hello"],
    ]);
  });

  it("P-06: of a caller who is refused does not turn the body into a request", async () => {
    const stranger = "Host: x\r\nAuthorization: Bearer nonsense\r\nExpect: 100-continue";
    expect(statusesOf(await send(upload(stranger, hidden())))).toEqual([100, 401]);
    const framed = `${identity()}\r\nExpect: 100-continue\r\nTransfer-Encoding: gzip, chunked`;
    expect(statusesOf(await send(`POST ${path()} HTTP/1.1\r\n${framed}\r\n\r\n0\r\n\r\n`))).toEqual([400]);
    expect(gateway.upstream.seen).toEqual([]);
  });

  it("P-06: of anything else is answered 417, and nothing is forwarded", async () => {
    const others = [
      "200-ok",
      "100-continued",
      "100-continue, 200-ok",
      "x 100-continue",
      "100-continue;q=1",
      '"100-continue"',
    ];
    for (const expectation of [...others, "100-continue\r\nExpect: 200-ok"]) {
      const answer = await send(upload(`${identity()}\r\nExpect: ${expectation}`, hidden()));
      expect([expectation, statusesOf(answer)]).toEqual([expectation, [417]]);
    }
    expect(gateway.upstream.seen).toEqual([]);
  });
});

describe("P-06: the JSON form", () => {
  it("P-06: carries no line break, nul or blank into a name, a value or the method, and nothing is forwarded", async () => {
    const breaks = ["\r\n", "\n", "\r", "\0", "\r\n ", "\u0001", "\u007f"];
    const forms = breaks.flatMap((end) => [
      { headers: { "X-A": `b${end}X-B: c` } },
      { headers: { "X-A": `b${end}` } },
      { headers: { [`X-A${end}X-B`]: "c" } },
      { headers: { [`X-A: b${end}X-B`]: "c" } },
      { method: `GET${end}` },
      { method: `GET / HTTP/1.1${end}Host: evil${end}${end}GET` },
      { url: `/x${end}y` },
    ]);
    const odd = [" ", "", ":", "X A", "X-A:", "X(A)", "X-Ä"].map((name) => ({ headers: { [name]: "b" } }));
    const statuses: [unknown, number][] = [];
    for (const form of [...forms, ...odd]) {
      const response = await gateway.post({ url: "/x", method: "POST", ...form });
      await response.arrayBuffer();
      statuses.push([form, response.status]);
    }
    expect(statuses.filter(([, status]) => ![400, 405, 422].includes(status))).toEqual([]);
    expect(gateway.upstream.seen).toEqual([]);
  });
});

/** What each of them gets, a hidden request behind it. */
async function answersTo<T>(cases: Readonly<Record<string, T>>, toBytes: (one: T) => string) {
  const all: [string, number[]][] = [];
  for (const [what, one] of Object.entries(cases))
    all.push([what, statusesOf(await send(toBytes(one) + hidden()))]);
  return all;
}
