import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { createClock } from "./clock.ts";

describe("a test", () => {
  it("cannot open a connection beyond this machine", async () => {
    await expect(fetch("http://192.0.2.1/")).rejects.toMatchObject({
      cause: { message: "tests may not reach 192.0.2.1" },
    });
    const [error] = await once(
      connect(443, "192.0.2.1").on("error", () => {}),
      "error",
    );
    expect(error).toMatchObject({ code: "ENETUNREACH" });
  });

  it("has a clock that stands still until it is moved", () => {
    const clock = createClock("2026-01-01T00:00:00.000Z");
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe("2026-01-01T00:00:01.500Z");
  });
});
