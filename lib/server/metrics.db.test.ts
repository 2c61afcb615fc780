import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { findFreePort } from "#lib/db/free-port.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMetrics, startMetricsServer } from "./metrics.ts";

const database = useDatabase();

async function ask(token: string | null, headers: Record<string, string>, path = "/metrics") {
  const port = await findFreePort();
  const answer = createMetrics(token === null ? null : new Secret(token), database.query);
  const end = await startMetricsServer(answer, { host: "127.0.0.1", port });
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const text = await response.text();
  await end();
  return { status: response.status, headers: response.headers, text };
}

describe("O-08: metrics", () => {
  it("are for whoever has the token", async () => {
    const token = "a-token-of-some-length";
    const answers = [
      await ask(token, {}),
      await ask(token, { authorization: "Bearer another-token-of-it" }),
      await ask(token, { authorization: `Bearer ${token}` }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 200]);
    expect(answers[0]?.text).toBe("");
  });

  it("on a port of their own are there without a token, and nothing else is", async () => {
    expect((await ask(null, {}, "/healthz")).status).toBe(404);
    const { text, headers } = await ask(null, {});
    expect([headers.get("x-content-type-options"), headers.get("x-powered-by")]).toEqual(["nosniff", null]);
    expect(text).toContain("mooring_resident_bytes");
    expect(text).toContain("mooring_event_loop_lag_seconds");
  });
});
