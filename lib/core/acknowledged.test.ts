import { expect, it } from "vitest";
import { checkAcknowledged } from "./acknowledged.ts";

it("needs exactly the present number of connections confirmed", () => {
  expect(() => checkAcknowledged(3, 3, "of this API")).not.toThrow();
  expect(() => checkAcknowledged(undefined, 0, "of this API")).not.toThrow();
  for (const seen of [undefined, 2, 4]) {
    expect(() => checkAcknowledged(seen, 3, "of this API")).toThrow(
      expect.objectContaining({
        code: "conflict",
        detail: "3 connections of this API must reconnect after this change. Confirm that number.",
        extensions: { impact: { connections: 3 } },
      }),
    );
  }
});
