import { describe, expect, it } from "vitest";
import { newState, readState } from "./state.ts";

describe("state", () => {
  it("is 43 base64url characters and never the same twice", () => {
    const states = Array.from({ length: 200 }, newState);
    for (const state of states) expect(state).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(states).size).toBe(200);
  });

  it("is read back from a callback", () => {
    const state = newState();
    expect(readState(new URLSearchParams({ state, code: "x" }))).toBe(state);
  });

  it.each([
    ["missing", ""],
    ["empty", "state="],
    ["repeated", `state=${"a".repeat(43)}&state=${"a".repeat(43)}`],
    ["too short", "state=abc"],
    ["too long", `state=${"a".repeat(44)}`],
    ["of other characters", `state=${"%00".repeat(43)}`],
  ])("is refused when %s", (_, query) => {
    expect(readState(new URLSearchParams(query))).toBeNull();
  });
});
