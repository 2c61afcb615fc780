import { format } from "node:util";
import { afterEach, beforeEach } from "vitest";

const methods = ["debug", "error", "info", "log", "trace", "warn"] as const;
const said: string[] = [];

// Whoever prints during a test has something to say that the test did not expect.
for (const method of methods) {
  globalThis.console[method] = (...args: unknown[]) => said.push(`${method}: ${format(...args)}`);
}

beforeEach(() => {
  said.length = 0;
});

afterEach(() => {
  if (said.length > 0) throw new Error(`unexpected console output:\n${said.join("\n")}`);
});
