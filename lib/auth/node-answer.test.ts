import { describe, expect, it } from "vitest";
import { answerAsNode } from "./node-answer.ts";

const call = { action: ["callback", "credentials"], origin: "http://localhost:3000" };

async function bodyOf(body: BodyInit, headers: Record<string, string> = {}): Promise<unknown> {
  const request = new Request("http://localhost:3000/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body,
    duplex: "half",
  } as RequestInit);
  let seen: unknown;
  await answerAsNode(request, call, (req, res) => {
    seen = req.body;
    res.json({});
  });
  return seen;
}

/** A body that never ends and names no length, with the number of bytes that were taken from it. */
function endless() {
  const taken = { bytes: 0 };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (taken.bytes > 4_000_000) return controller.close();
      taken.bytes += 10_000;
      controller.enqueue(new Uint8Array(10_000).fill(97));
    },
  });
  return { stream, taken };
}

describe("a sign-in form", () => {
  it("is read by its fields", async () => {
    expect(await bodyOf("email=ada%40example.com&password=a+b")).toEqual({
      email: "ada@example.com",
      password: "a b",
    });
  });

  it("V-01: counts as empty beyond 16 KB, and a chunked one is not read to its end", async () => {
    expect(await bodyOf(`email=${"a".repeat(16_384)}`)).toEqual({});
    const { stream, taken } = endless();
    expect(await bodyOf(stream)).toEqual({});
    expect(taken.bytes).toBeLessThan(100_000);
  });

  it("counts as empty when it is no form", async () => {
    expect(await bodyOf('{"email":"a"}', { "content-type": "application/json" })).toEqual({});
  });
});
