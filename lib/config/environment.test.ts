import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { describeEnvironment } from "./environment.ts";

it(".env.example describes every setting as the schema does", async () => {
  const file = new URL("../../.env.example", import.meta.url);
  expect(await readFile(file, "utf8")).toBe(describeEnvironment());
});
