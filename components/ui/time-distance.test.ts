import { expect, it } from "vitest";
import { timeDistance } from "./time-distance.ts";

const now = Date.parse("2026-11-23T12:00:00Z");
const minutes = (count: number) => now + count * 60_000;

it.each([
  [0, "now", 0],
  [-0.9, "now", 0],
  [0.9, "soon", 0],
  [-1, "minutesAgo", 1],
  [-59, "minutesAgo", 59],
  [-60, "hoursAgo", 1],
  [4.5, "inMinutes", 4],
  [-60 * 24, "daysAgo", 1],
  [60 * 47, "inDays", 1],
  [-60 * 24 * 30, "date", 0],
])("puts %d minutes from now into the largest unit that fits", (distance, key, count) => {
  expect(timeDistance(minutes(distance), now)).toEqual({ key, count });
});
