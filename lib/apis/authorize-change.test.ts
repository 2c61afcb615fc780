import { expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { apiKeyActor, memberActor } from "#lib/testing/factories.ts";
import { authorizeApiChange } from "./authorize-change.ts";

it.each([["apis:write"], ["integrations:write"]])("a key that may only %s changes no API", (scope) => {
  const actor = apiKeyActor(memberActor({ role: "admin" }), [scope]);
  expect(() => authorizeApiChange({ actor } as Context)).toThrow(
    expect.objectContaining({ code: "forbidden" }),
  );
});

it("a key that may both changes APIs, and a member's role does not", () => {
  const actor = apiKeyActor(memberActor({ role: "admin" }), ["apis:write", "integrations:write"]);
  expect(authorizeApiChange({ actor } as Context)).toBe(actor);
  expect(() => authorizeApiChange({ actor: memberActor() } as Context)).toThrow();
});
