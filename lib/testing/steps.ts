import { spawn } from "node:child_process";

export interface Step {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
}

export interface StepResult {
  name: string;
  isPassed: boolean;
  seconds: number;
  output: string;
}

/** Runs one command to its end; `isLive` shows its output while it runs, otherwise it is kept for the report. */
export function runStep({ name, command, args, env }: Step, isLive: boolean): Promise<StepResult> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      if (isLive) process.stdout.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => take(Buffer.from(`${error.message}\n`)));
    child.on("close", (code) =>
      resolve({ name, isPassed: code === 0, seconds: (performance.now() - startedAt) / 1000, output }),
    );
  });
}

/** Runs the steps, at most `width` at a time, and prints one line for each as it ends; a failed one with its output. */
export async function runSteps(steps: Step[], width: number): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const result = await runStep(step, false);
      results.push(result);
      if (!result.isPassed) process.stdout.write(`${result.output}\n`);
      process.stdout.write(
        `${result.isPassed ? "ok  " : "FAIL"}  ${result.name.padEnd(24)} ${result.seconds.toFixed(1)} s\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
