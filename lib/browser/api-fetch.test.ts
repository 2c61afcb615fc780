import { afterEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { apiFetch } from "./api-fetch.ts";

const things = z.object({ id: z.string() });

function answerWith(response: Response | Error) {
  const calls: [string, RequestInit][] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    calls.push([path, init]);
    if (response instanceof Error) throw response;
    return response;
  });
  return calls;
}

afterEach(() => vi.unstubAllGlobals());

it("sends the same-origin proof and JSON on everything", async () => {
  const calls = answerWith(Response.json({ id: "a" }));
  await apiFetch("/api/things", { method: "POST", body: { name: "x" }, schema: things });
  expect(calls[0]?.[1].headers).toMatchObject({
    "Content-Type": "application/json",
    "X-Mooring-Request": "1",
  });
  expect(calls[0]?.[1].body).toBe('{"name":"x"}');
});

it("answers what the schema makes of the body, without what it does not know", async () => {
  answerWith(Response.json({ id: "a", more: 1 }));
  expect(await apiFetch("/api/things", { schema: things })).toEqual({ id: "a" });
});

it("needs no body when nothing is expected", async () => {
  answerWith(new Response(null, { status: 204 }));
  expect(await apiFetch("/api/things/a", { method: "DELETE" })).toBeUndefined();
});

it("throws the problem that the server answered with", async () => {
  answerWith(
    Response.json(
      {
        code: "conflict",
        status: 409,
        title: "It changed",
        detail: "Look again.",
        requestId: "r1",
        connections: 3,
      },
      { status: 409 },
    ),
  );
  await expect(apiFetch("/api/things")).rejects.toMatchObject({
    code: "conflict",
    detail: "Look again.",
    requestId: "r1",
    errors: [],
    document: { connections: 3 },
  });
});

it("makes a problem of an answer that is none", async () => {
  answerWith(new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await expect(apiFetch("/api/things")).rejects.toMatchObject({ code: "internal", status: 502 });
});

it("says that it could not be reached when no answer comes", async () => {
  answerWith(new TypeError("fetch failed"));
  await expect(apiFetch("/api/things")).rejects.toMatchObject({ code: "unavailable" });
});

it("lets an abort through as it is", async () => {
  const signal = AbortSignal.abort();
  answerWith(new DOMException("aborted", "AbortError"));
  await expect(apiFetch("/api/things", { signal })).rejects.toThrow("aborted");
});
