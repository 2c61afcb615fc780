import type { Page } from "@playwright/test";
import { inParallel } from "../lib/testing/in-parallel.ts";
import { exchangeRaw } from "../lib/testing/raw-request.ts";
import { type Address, listAddresses } from "./fixtures/addresses.ts";
import { startMooring } from "./fixtures/mooring.ts";
import { type Populated, populate } from "./fixtures/populate.ts";
import { expect, test } from "./fixtures/test.ts";

const WIDTH = 4;

/** One request: its line, and what goes along. */
interface Question {
  method: string;
  target: string;
  fields?: string[];
}

interface Answer {
  question: string;
  status: number;
  headers: Map<string, string>;
}

// Addresses of things that are not there answer as well.
const unknown = {
  ids: new Proxy({} as Record<string, string>, { get: () => "unknown" }),
  ...{ slug: "unknown", flowHandle: "unknown" },
};

const guards: Record<string, RegExp> = {
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^(same-origin|no-referrer)$/,
  "permissions-policy": /camera=\(\), microphone=\(\), geolocation=\(\)/,
  "cross-origin-opener-policy": /^same-origin-allow-popups$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "content-security-policy": /frame-ancestors 'none'|^sandbox; default-src 'none'$/,
  "x-frame-options": /^DENY$/,
  "cache-control": /^private, (.*, )?no-store\b/,
};

test("S-06: every answer there is carries the security headers @walls", async ({ page, mooring }) => {
  test.setTimeout(300_000);
  const { origin } = mooring;
  const populated = await populate(page, mooring, (what) => `Of ${what}`);
  const files = await staticFiles(page, origin);
  expect(files.length).toBeGreaterThan(5);
  const owner = await cookieField(page);
  const reads = listAddresses(populated).flatMap(({ path }): Question[] => [
    { method: "GET", target: path },
    { method: "HEAD", target: path },
    { method: "GET", target: path, fields: ["rsc: 1", owner] },
    ...(path === "/api/auth/csrf" ? [] : [{ method: "GET", target: path, fields: [owner] }]),
  ]);
  const questions = [
    ...reads,
    ...files.map((target) => ({ method: "GET", target })),
    ...gatewayQuestions(populated, owner),
    ...questionsFor(listAddresses(populated)),
  ];
  const answers = await inParallel(questions, WIDTH, (question) => ask(origin, question));
  expect(answers.flatMap((answer) => faultsOf(answer, false))).toEqual([]);
  const statuses = new Set(answers.map(({ status }) => status));
  for (const status of [200, 303, 307, 308, 400, 401, 403, 404, 405, 413, 417, 418, 422])
    expect(statuses, `a ${status} was among them`).toContain(status);
  expect(answers.length).toBeGreaterThan(500);
});

test("S-07: no answer lets another site's page read it @walls", async ({ mooring }) => {
  test.setTimeout(300_000);
  const questions = listAddresses(unknown).flatMap(({ path, methods }) =>
    ["https://evil.example", "null", mooring.origin].flatMap((from): Question[] => [
      { method: "GET", target: path, fields: [`origin: ${from}`] },
      ...methods.map((method) => ({
        method: "OPTIONS",
        target: path,
        fields: [
          ...[`origin: ${from}`, `access-control-request-method: ${method}`],
          "access-control-request-headers: authorization, x-mooring-request, content-type",
        ],
      })),
    ]),
  );
  const gateway = ["GET", "OPTIONS"].map((method) => ({
    ...{
      method,
      target: "/api/integrations/by-password/request/me",
      fields: ["origin: https://evil.example"],
    },
  }));
  const answers = await inParallel([...questions, ...gateway], WIDTH, (question) =>
    ask(mooring.origin, question),
  );
  const told = answers.flatMap(({ question, headers }) =>
    [...headers.keys()]
      .filter((name) => name.startsWith("access-control-"))
      .map((name) => `${question}: ${name}`),
  );
  expect(told).toEqual([]);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(10);
  expect(answers.length).toBeGreaterThan(500);
});

test("S-06: behind https, every answer asks for https for a year and more @walls", async () => {
  test.setTimeout(300_000);
  const mooring = await startMooring({ ORIGIN: "https://mooring.example.com" });
  try {
    const questions = questionsFor(listAddresses(unknown));
    const answers = await inParallel(questions, WIDTH, (question) => ask(mooring.origin, question));
    expect(answers.flatMap((answer) => faultsOf(answer, true))).toEqual([]);
    expect(answers.length).toBeGreaterThan(200);
  } finally {
    await mooring.stop();
  }
});

function faultsOf({ question, status, headers }: Answer, isSecure: boolean): string[] {
  const faults: string[] = [];
  const expected = { ...guards };
  // Named by its content, and so the same for ever.
  if (/ \/_next\/static\/.* 200$/.test(`${question} ${status}`))
    expected["cache-control"] = /^public, max-age=31536000, immutable$/;
  if (isSecure) expected["strict-transport-security"] = /^max-age=(3[2-9]|[4-9]\d)\d{6}; includeSubDomains$/;
  for (const [name, wanted] of Object.entries(expected))
    if (!wanted.test(headers.get(name) ?? "")) faults.push(`${name}: ${headers.get(name) ?? "none"}`);
  for (const name of ["x-powered-by", "server", "via", ...(isSecure ? [] : ["strict-transport-security"])])
    if (headers.has(name)) faults.push(`${name}: ${headers.get(name)}`);
  if (status === 0 || status >= 500) faults.push(`status ${status}`);
  return faults.map((fault) => `${question} ${status}: ${fault}`);
}

/** What nobody in particular asks of each address, and what no address answers. */
function questionsFor(addresses: Address[]): Question[] {
  const body = ["content-type: application/json", "content-length: 0"];
  const length = (bytes: number) => [`content-length: ${bytes}`];
  return [
    ...addresses.flatMap(({ path, methods }): Question[] => [
      { method: "GET", target: path },
      { method: "OPTIONS", target: path },
      { method: "GET", target: `${path}/` },
      ...methods
        .filter((method) => method !== "GET")
        .map((method) => ({ method, target: path, fields: body })),
      ...(methods.includes("POST") ? [{ method: "POST", target: path, fields: length(0) }] : []),
    ]),
    ...[
      "/",
      "/nothing",
      "/api/nothing",
      "/api",
      "/%",
      "//evil.test",
      "/oauth/",
      "/oauth.rsc",
      "/_next/static/nothing.js",
    ].map((target) => ({ method: "GET", target })),
    ...[
      "/healthz",
      "/readyz",
      "/metrics",
      "/favicon.ico",
      "/robots.txt",
      "/_next/image?url=%2Fa&w=64&q=1",
    ].map((target) => ({
      method: "GET",
      target,
    })),
    { method: "POST", target: "/oauth", fields: length(0) },
    { method: "POST", target: "/api/integrations", fields: length(99_999_999) },
    { method: "TRACE", target: "/" },
    { method: "BREW", target: "/" },
    { method: "CONNECT", target: "localhost:1" },
    { method: "GET", target: "/", fields: ["expect: miracles"] },
    { method: "GET", target: "/", fields: ["transfer-encoding: gzip"] },
    { method: "GET", target: "/", fields: ["connection: upgrade", "upgrade: websocket"] },
    { method: "GET", target: "/oauth/callback?state=a&code=b" },
    { method: "GET", target: "/api/integrations/nothing/request/me" },
    { method: "TRACE", target: "/api/integrations/nothing/request/me" },
  ];
}

/** The provider's answers through the gateway, and the gateway's own. */
function gatewayQuestions({ key }: Populated, cookie: string): Question[] {
  const at = (path: string, fields: string[] = [`authorization: Bearer ${key}`]) => ({
    method: "GET",
    target: `/api/integrations/by-password/request${path}`,
    fields,
  });
  const statuses = [200, 204, 304, 404, 418].map((status) => at(`/echo?status=${status}`));
  const hostile = `/echo?type=text/html&answer=a&header=${encodeURIComponent("x-powered-by: a")}`;
  return [
    ...statuses,
    at(hostile),
    at("/me", []),
    at("/me", [cookie]),
    at("?url=https://elsewhere.example/"),
    at("/%2e%2e/me"),
  ];
}

/** What the pages load. */
async function staticFiles(page: Page, origin: string): Promise<string[]> {
  const seen: string[] = [];
  page.on("response", (response) => void seen.push(response.url()));
  await page.goto(`${origin}/connections`);
  await page.waitForLoadState("networkidle");
  const html = await page.content();
  const icons = [...html.matchAll(/href="(\/icon[^"]*)"/g)].map(([, path]) => path as string);
  const files = seen
    .filter((url) => url.startsWith(`${origin}/_next/`))
    .map((url) => url.slice(origin.length));
  return [...new Set([...files, ...icons])];
}

async function cookieField(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return `cookie: ${cookies.map(({ name, value }) => `${name}=${value}`).join("; ")}`;
}

async function ask(origin: string, { method, target, fields = [] }: Question): Promise<Answer> {
  const lines = [`${method} ${target} HTTP/1.1`, "host: x", ...fields, "connection: close"];
  const [head = ""] = (await exchangeRaw(origin, `${lines.join("\r\n")}\r\n\r\n`)).split("\r\n\r\n", 1);
  const [first = "", ...rest] = head.split("\r\n");
  const headers = rest.map((line): [string, string] => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return {
    question: `${method} ${target}`,
    status: Number(first.split(" ")[1] ?? 0),
    headers: new Map(headers),
  };
}
