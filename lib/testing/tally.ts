import { existsSync, readFileSync } from "node:fs";

export interface Tally {
  passed: number;
  failed: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
}

/** vitest's arguments for one project, with a report in `file` beside what it prints. */
export function vitestArgs(project: string, file: string, reporter: "default" | "dot" = "default"): string[] {
  return [
    "run",
    "--project",
    project,
    `--reporter=${reporter}`,
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
}

export function countVitest({ numPassedTests, numFailedTests }: VitestReport): Tally {
  return { passed: numPassedTests, failed: numFailedTests };
}

/** A journey that passes only at a second try has failed. */
export function countPlaywright({ stats }: PlaywrightReport): Tally {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

/** What a report says; a command that failed without one, or with nothing failed in it, counts as one failure. */
export function readTally<T>(isPassed: boolean, file: string, count: (report: T) => Tally): Tally {
  const counts = existsSync(file)
    ? count(JSON.parse(readFileSync(file, "utf8")) as T)
    : { passed: 0, failed: 0 };
  return isPassed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}
