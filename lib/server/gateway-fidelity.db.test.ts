import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
const ROUND_TRIPS = 1_000;
const AT_ONCE = 20;
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
  gateway.upstream.answer((req, res, { body }) => {
    const status = Number(req.headers["x-status"]);
    res.writeHead(status, {
      "content-type": req.headers["content-type"],
      etag: `"${sha(body)}"`,
      "x-ratelimit-remaining": req.headers["x-round"],
    });
    // In pieces of every size, so that nothing depends on where they end.
    for (let at = 0, size = 1; at < body.length; at += size, size = (size * 3) % 5_000 || 1)
      res.write(body.subarray(at, at + size));
    res.end();
  });
});
afterAll(() => gateway.close());

const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const boundary = "----part";

const kinds: [type: string, make: (round: number) => Buffer][] = [
  [
    "application/json",
    (round) =>
      Buffer.from(JSON.stringify({ query: "query($n:Int!){f(n:$n){id é}}", variables: { n: round } })),
  ],
  [
    "text/event-stream",
    (round) =>
      Buffer.from(`id: ${round}\nevent: tick\ndata: {"n":${round}}\n\n:\n\n`.repeat(1 + (round % 40))),
  ],
  [
    "application/x-ndjson",
    (round) => Buffer.from(`{"n":${round},"t":"\u2028ü"}\n`.repeat(1 + (round % 300))),
  ],
  [
    `multipart/form-data; boundary=${boundary}`,
    (round) =>
      Buffer.concat([
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="ä.bin"\r\n\r\n`),
        randomBytes(round % 9_000),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
  ],
  ["application/octet-stream", (round) => randomBytes(1 + ((round * 97) % 20_000))],
];
const statuses = [200, 201, 202, 206, 400, 404, 409, 422, 500];

async function roundTrip(round: number): Promise<string | null> {
  const [type, make] = kinds[round % kinds.length] ?? ["", () => Buffer.alloc(0)];
  const body = make(round);
  const status = statuses[round % statuses.length] ?? 200;
  const headers = { "content-type": type, "x-status": String(status), "x-round": String(round) };
  const response = await gateway.call("/graphql", { method: "POST", body: new Uint8Array(body), headers });
  const seen = [
    response.status,
    response.headers.get("content-type"),
    response.headers.get("etag"),
    response.headers.get("x-ratelimit-remaining"),
    sha(new Uint8Array(await response.arrayBuffer())),
  ];
  const wanted = [status, type, `"${sha(body)}"`, String(round), sha(body)];
  return JSON.stringify(seen) === JSON.stringify(wanted) ? null : `round ${round}: ${seen} is not ${wanted}`;
}

describe("P-19: fidelity", () => {
  it("P-19: 1,000 round trips of GraphQL, SSE, NDJSON, multipart and binary come back byte for byte", {
    timeout: 120_000,
  }, async () => {
    const wrong: string[] = [];
    for (let round = 0; round < ROUND_TRIPS; round += AT_ONCE) {
      const trips = Array.from({ length: AT_ONCE }, (_, index) => roundTrip(round + index));
      for (const difference of await Promise.all(trips)) if (difference) wrong.push(difference);
    }
    expect(wrong).toEqual([]);
  });
});
