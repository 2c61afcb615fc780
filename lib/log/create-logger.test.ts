import { describe, expect, it } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import { Secret } from "#lib/core/secret.ts";
import { createLogger } from "./create-logger.ts";

function createLog() {
  const lines: string[] = [];
  const log = createLogger({ level: "debug", stream: { write: (line) => lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "{}"), text: () => lines.join("") };
}

const canary = "CaNaRy-9f86d081884c7d659a2feaa0c55ad015";

describe("the log", () => {
  it("writes one JSON object a line", () => {
    const { log, last, lines } = createLog();
    log
      .child({ requestId: "req-1" })
      .warn({ status: 502, url: "https://api.example.com/files?page=2" }, "slow %s", "answer");
    expect(last()).toMatchObject({
      level: "warn",
      requestId: "req-1",
      status: 502,
      url: "https://api.example.com/files?page=2",
      msg: "slow answer",
    });
    expect(lines[0]?.indexOf("\n")).toBe((lines[0]?.length ?? 0) - 1);
  });

  it.each<[string, (log: ReturnType<typeof createLogger>) => void]>([
    [
      "a field whose name says so",
      (log) => log.info({ clientSecret: canary, headers: { Authorization: canary, Cookie: canary } }),
    ],
    ["a field deep inside", (log) => log.info({ a: [{ b: { refresh_token: canary } }] })],
    ["an authorization code by its field", (log) => log.info({ code: canary })],
    [
      "a Secret anywhere",
      (log) =>
        log.info({ fine: new Secret(canary), list: [new Secret(canary)] }, "of %s", new Secret(canary)),
    ],
    ["bytes", (log) => log.info({ blob: Buffer.from(canary) })],
    ["a Bearer header in a text", (log) => log.info(`sent authorization: Bearer ${canary}`)],
    [
      "the query of a callback",
      (log) => log.info({ url: new URL(`https://m.example/oauth/callback?code=${canary}&state=${canary}`) }),
    ],
    [
      "a form body",
      (log) => log.info(`grant_type=refresh_token&refresh_token=${canary}&client_secret=${canary}`),
    ],
    ["an encoded form body", (log) => log.info(`body=refresh_token%3D${canary}`)],
    ["a JSON body", (log) => log.info(`{"access_token": "${canary}", "expires_in": 60}`)],
    [
      "JSON inside JSON",
      (log) => log.info(JSON.stringify({ body: JSON.stringify({ access_token: canary }) })),
    ],
    ["a provider's key in a query", (log) => log.info(`GET https://api.example/v1?api_key=${canary}&page=2`)],
    ["a provider's key under other names", (log) => log.info(`/v1?a=1&apikey=${canary} /v1?key=${canary}`)],
    [
      "a provider's key in a header",
      (log) => log.info(`sent X-Api-Key: ${canary} and X-Auth-Token: ${canary}`),
    ],
    ["an API key of ours", (log) => log.info(`key mrg_${canary} used`)],
    ["a database URL", (log) => log.info(`postgresql://mooring:${canary}@localhost/mooring`)],
    ["a child's bindings", (log) => log.child({ accessToken: canary }).info("x")],
    ["headers", (log) => log.info({ headers: new Headers({ authorization: `Bearer ${canary}` }) })],
    ["a map", (log) => log.info({ found: new Map([["apiKey", canary]]) })],
    ["the message of an error", (log) => log.error(new Error(`failed with Bearer ${canary}`), "failed")],
    [
      "the cause of an error",
      (log) => log.error({ err: new Error("outer", { cause: new TypeError(`access_token=${canary}`) }) }),
    ],
    [
      "what hangs on an error",
      (log) => log.error(Object.assign(new Error("outer"), { config: { data: canary }, detail: canary })),
    ],
    [
      "an aggregate of errors",
      (log) => log.error(new AggregateError([new Error(`code=${canary}`)], "all failed")),
    ],
    [
      "an AppError's extensions",
      (log) => log.error(new AppError("internal", "outer", { extensions: { x: canary } })),
    ],
  ])("K-03: leaves out %s", (_, write) => {
    const { log, lines, text } = createLog();
    write(log);
    expect(lines).toHaveLength(1);
    expect(text()).not.toContain(canary);
  });

  it("K-03: withholds the message of an error that quotes a header value", () => {
    const { log, text, last } = createLog();
    const refused = catchError(() => new Headers({ authorization: `Bearer ${canary}\r\nx: y` }));
    expect(refused.message).toContain(canary);
    log.error(refused, "could not call the provider");
    log.error({ error: catchError(() => new Headers({ "x-key": `${canary}\u2603` })) });
    expect(text()).not.toContain(canary);
    expect(last().error.type).toBe("TypeError");
  });

  it("keeps what explains a failure", () => {
    const { log, last } = createLog();
    const error = new AppError("provider-unreachable", "no answer in 30 s", {
      cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
    });
    log.error(error, "refresh failed");
    expect(last()).toMatchObject({
      msg: "refresh failed",
      err: {
        type: "AppError",
        code: "provider-unreachable",
        message: "no answer in 30 s",
        cause: { code: "ECONNREFUSED" },
      },
    });
    expect(last().err.stack).toContain("create-logger.test.ts");
    log.info({
      code: "not-found",
      tokenVersion: 3,
      tokenType: "Bearer",
      tokenExpiresAt: "2026-01-01",
      clientId: "abc",
    });
    expect(last()).toMatchObject({
      code: "not-found",
      tokenVersion: 3,
      tokenType: "Bearer",
      tokenExpiresAt: "2026-01-01",
      clientId: "abc",
    });
  });

  it("U-05: keeps a hostile name on its line and shows its tricks", () => {
    const { log, lines } = createLog();
    log.info({ name: 'x\r\n{"level":"fatal"}\u001b[2J\u202egnp.exe\u2028' });
    expect(lines).toHaveLength(1);
    for (const trick of ["\r", "\n", "\u001b", "\u202e", "\u2028"])
      expect(lines[0]?.trimEnd()).not.toContain(trick);
  });

  it("survives cycles and depth", () => {
    const { log, last } = createLog();
    const cycle: Record<string, unknown> = { a: 1 };
    cycle.self = cycle;
    log.info({ cycle, big: 10n });
    expect(last()).toMatchObject({ cycle: { a: 1, self: "[cut]" }, big: "10" });
  });
});

function catchError(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("it did not throw");
}
