import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A Node process of ours, and what it has printed. */
export interface TestProcess {
  child: ChildProcess;
  lines: string[];
  /** The first printed line that matches, now or later; fails when the process ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

/** The flags for Node that `npm start` gives. */
export function startFlags(): string[] {
  const { scripts } = createRequire(import.meta.url)("../../package.json") as { scripts: { start: string } };
  return scripts.start.split(" ").filter((word) => word.startsWith("--"));
}

/** Runs a TypeScript file of the project as a process of its own. Both its outputs are read line by line. */
export function startProcess(
  file: string,
  args: string[] = [],
  env: Record<string, string> = {},
  flags: string[] = [],
): TestProcess {
  const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  const child = spawn(process.execPath, [...flags, path, ...args], {
    // Away from the folder of an .env file that somebody may have.
    cwd: tmpdir(),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      for (const wake of waiting) wake();
    });
  }
  const find = (pattern: RegExp) => lines.find((line) => pattern.test(line));
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = find(pattern);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      ended.then(() => reject(new Error(`it ended without ${pattern}:\n${lines.join("\n")}`)), reject);
    });
  return { child, lines, line, ended };
}
