import { expect, it } from "vitest";
import {
  practiceClient,
  sandboxCookieKey,
  secondPracticeClient,
  thirdPracticeClient,
} from "./practice-client.ts";

const secrets = (sessionKey: string) => [
  practiceClient(sessionKey).clientSecret.reveal(),
  secondPracticeClient(sessionKey).clientSecret.reveal(),
  thirdPracticeClient(sessionKey).clientSecret.reveal(),
  sandboxCookieKey(sessionKey).reveal(),
];

it("derives the same secrets from the same session key, in every process", () => {
  expect(secrets("one")).toEqual(secrets("one"));
});

it("shares no secret between purposes or session keys", () => {
  expect(new Set([...secrets("one"), ...secrets("two")]).size).toBe(8);
});
