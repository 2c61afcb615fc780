import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";
import { inParallel } from "#lib/testing/in-parallel.ts";
import { sendRaw } from "#lib/testing/raw-request.ts";

const database = useDatabase();
let gateway: TestGateway;
/** A key that may call `/v1/files` and what is below. */
let scopedKey: string;

beforeAll(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
  const ctx = testContext({ db: database.db, actor: gateway.owner });
  const wanted = { name: "files", scopes: ["connections:use" as const], expiresInDays: 1 };
  scopedKey = (await createApiKey(ctx, { ...wanted, allowedPathPrefixes: ["/v1/files"] })).key;
});
beforeEach(() => {
  gateway.upstream.seen.length = 0;
});
afterAll(() => gateway.close());

/** Two dots, or one, in every disguise that some parser sees through. */
const dots = (
  "..|.|%2e%2e|%2E%2e|.%2e|%2e.|%2e|%252e%252e|%25252e%25252e|．．|%ef%bc%8e%ef%bc%8e|‥|%e2%80%a5|%e2%80%a4%e2%80%a4|" +
  "%c0%ae%c0%ae|%e0%80%ae%e0%80%ae|%u002e%u002e|..;|..;x=1|..%3b|..%00|..%09|..%0a|..%0d%0a"
).split("|");
const separators = "/|%2f|%5c|\\|%252f|//|/;/|;/|%00/|%0d%0a/|／|%ef%bc%8f|∕|%e2%81%84".split("|");
const climbing = separators.flatMap((between) =>
  dots.flatMap((step) => [
    `/files${between}${step}${between}users`,
    `/files/a${between}${step}/${step}/users`,
  ]),
);

/** Paths with one reading only, which go as they are. */
const plain = [
  ...[
    "/files/a%20b",
    "/files/a%3Fb",
    "/files/a%23b",
    "/files/a%3fb%23c",
    "/files/group%2Fproject",
    "/files/%2f",
  ],
  ...["/files/%E2%82%AC", "/files/%e2%82%ac", "/files/%F0%9F%9A%A2", "/files/caf%C3%A9", "/files/cafe%CC%81"],
  ...["/files/a;b=c", "/files/;x", "/files/a;", "/files/a%3Bb", "/files/a:b@c", "/files/@x", "/files/a%40b"],
  ...["/files/a%25b", "/files/a%2520b", "/files/100%25", "/files/~a/(b)!*'", "/files/a,b", "/files/a=b&c=d"],
  ...[
    "/files/...",
    "/files/a..b",
    "/files/.hidden/x",
    "/files/a.",
    "/files/",
    "/files",
    "/files/%7Ea",
    "/files/%61",
  ],
  ...["/files/x?y=/../", "/files/x?y=%2F..%2F&z=%00", "/files/x?a=1?b=2", "/files/x?", "/files/http:/x"],
];

/** Beside the prefix of the key, however near. */
const beside = [
  ...[
    "/",
    "",
    "/file",
    "/filesystem",
    "/files-2",
    "/files;x",
    "/files%2Fx",
    "/files%20",
    "/files%3Fx",
    "/Files/x",
  ],
  ...["/FILES", "/%66iles/x", "/fi%6Ces", "/users", "/users/files", "/users?/v1/files/", "/users;/v1/files/"],
  ...["/users%23/v1/files/", "/v1/files/x", "/files%3B/x", "/files,/x", "/ﬁles/x", "/%EF%AC%81les/x"],
];

describe("P-05: the path that is seen upstream", { timeout: 60_000 }, () => {
  it.each([
    ["a key of everything", () => gateway.key],
    ["a key of these paths alone", () => scopedKey],
  ])("P-05: is the one that was authorised, byte for byte, with %s", async (_whose, key) => {
    for (const path of plain) expect([path, await get(path, key())]).toEqual([path, 200]);
    expect(targets()).toEqual(plain.map((path) => `/v1${path}`));
  });

  it("P-05: is none that climbs, in any disguise, in either form, whatever the key allows", async () => {
    expect(climbing.length).toBeGreaterThan(600);
    const answers = await inParallel(climbing, 16, async (path) => [
      path,
      await get(path, gateway.key),
      await get(path, scopedKey),
      await post(path, gateway.key),
      await post(`${gateway.upstream.origin}/v1${path}`, gateway.key),
    ]);
    const isRefused = (status: unknown) => [400, 403, 422].includes(Number(status));
    expect(answers.filter(([, ...statuses]) => !statuses.every(isRefused))).toEqual([]);
    expect(targets()).toEqual([]);
  });

  it("P-05: is none beside the paths of the key, however near", async () => {
    for (const path of beside) {
      const isAscii = /^[ -~]*$/.test(path);
      expect([path, await get(path, scopedKey)]).toEqual([path, isAscii ? 403 : 400]);
      expect([path, await post(path === "" ? "/" : path, scopedKey)]).toEqual([path, 403]);
    }
    const { origin } = gateway.upstream;
    for (const url of [
      `${origin}/files/x`,
      `${origin}/v2/files/x`,
      `${origin}/v1`,
      `${origin}/v1/filesx`,
      origin,
    ])
      expect([url, await post(url, scopedKey)]).toEqual([url, 403]);
    expect(targets()).toEqual([]);
  });

  it("P-05: was decoded by nobody and encoded once, whichever form it came in", async () => {
    const { origin } = gateway.upstream;
    for (const url of ["/files/Übersicht 1.pdf", `${origin}/v1/files/Übersicht 1.pdf`])
      expect(await post(url, scopedKey)).toBe(200);
    expect(await get("/files/%C3%9Cbersicht%201.pdf", scopedKey)).toBe(200);
    expect(new Set(targets())).toEqual(new Set(["/v1/files/%C3%9Cbersicht%201.pdf"]));
    for (const path of plain) expect([path, await post(path, scopedKey)]).toEqual([path, 200]);
    expect(targets().slice(3)).toEqual(plain.map((path) => `/v1${path}`));
  });
});

function targets(): string[] {
  return gateway.upstream.seen.map(({ target }) => target);
}

function get(path: string, key: string): Promise<number> {
  return sendRaw(gateway.origin, `/api/integrations/${gateway.integration.slug}/request${path}`, { key });
}

async function post(url: string, key: string): Promise<number> {
  const response = await gateway.post({ url }, { headers: { authorization: `Bearer ${key}` } });
  await response.arrayBuffer();
  return response.status;
}
