import { expect, it } from "vitest";
import { driveRoutes } from "./audit-routes.ts";
import { useDatabase } from "./database.ts";

const database = useDatabase();

it("U-01: every mutating route leaves exactly one event, done, denied or failed, and does not happen without it", async () => {
  const { faults, routes, missed, rolledBack } = await driveRoutes(database.db, database.url);
  expect(faults).toEqual([]);
  expect(routes).toBeGreaterThan(60);
  expect(rolledBack).toBeGreaterThan(55);
  expect(missed).toBeGreaterThan(20);
}, 120_000);
