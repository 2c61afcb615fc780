import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { renderProviderMarks } from "./provider-marks-sprite.ts";

it("serves exactly the marks that simple-icons draws", async () => {
  const served = await readFile(new URL("../../public/provider-marks.svg", import.meta.url), "utf8");
  expect(served).toBe(renderProviderMarks());
});
