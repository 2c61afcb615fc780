import { randomInt } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startAccessDeployment } from "./access-deployment.ts";
import { createInstances } from "./access-instances.ts";
import { findRoutes } from "./access-routes.ts";
import { rowsOf } from "./access-table.ts";
import { createWorld } from "./access-world.ts";
import { createRandom } from "./create-random.ts";
import { inParallel } from "./in-parallel.ts";
import { type InputFault, judgeInput, renew, sendWrong } from "./input-drill.ts";
import { askThroughProvider, createLiedTo, forgetFailures } from "./input-lied.ts";
import { startLyingProvider } from "./input-provider.ts";
import { runStep } from "./steps.ts";

/*
 * What the real server does with what nobody should send: malformed requests to every route, and answers of a provider that
 * lies. `--seed` makes a run again, `--requests` is how many; `--no-build` takes the build that is there. Prints what is wrong
 * and one line of JSON at the end.
 */

const { values } = parseArgs({
  options: {
    "no-build": { type: "boolean", default: false },
    requests: { type: "string", default: "10000" },
    seed: { type: "string", default: String(randomInt(1_000_000)) },
  },
});
/** One in so many asks a provider. */
const LIES = 5;
const BATCH = 200;
const AT_ONCE = 6;

const requests = Number(values.requests);
say(`seed ${values.seed}`);
if (!values["no-build"]) {
  const command = { name: "build", command: process.execPath, args: ["lib/server/build.ts"] };
  if (!(await runStep(command, true)).isPassed) process.exit(1);
}
const random = createRandom(Number(values.seed));
const provider = await startLyingProvider(createRandom(Number(values.seed) + 1));
const folder = await mkdtemp(join(tmpdir(), "mooring-input-"));
const authority = join(folder, "authority.pem");
await writeFile(authority, provider.certificate);
const deployment = await startAccessDeployment({
  ...{ EGRESS_ALLOW_CIDRS: "127.0.0.0/8,::1/128", NODE_EXTRA_CA_CERTS: authority },
});
const statuses = new Map<string, number>();
let isAlive = true;
void deployment.server.ended.then(() => {
  isAlive = false;
});
try {
  const faults = await drill();
  const health = await fetch(`${deployment.origin}/readyz`).catch(() => null);
  report(faults, isAlive && health?.ok === true);
} finally {
  await provider.close();
  await deployment.stop();
  await rm(folder, { recursive: true, force: true });
}

async function drill(): Promise<InputFault[]> {
  const { routes } = await findRoutes();
  const asked = routes.filter((route) => rowsOf(route).length > 0);
  const world = await createWorld(deployment);
  const instances = await createInstances(world);
  const lied = await createLiedTo(world, provider.origin);
  const faults: InputFault[] = [];
  for (let done = 0; done < requests && isAlive; done += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, requests - done) }, (_, index) => done + index);
    // Each has a source of its own, so that the order of the answers changes nothing.
    const jobs = numbers.map((number) => ({ number, own: createRandom(Math.floor(random() * 2 ** 32)) }));
    const found = await inParallel(jobs, AT_ONCE, async ({ number, own }) => {
      const isProviders = number % LIES === 0;
      const route = asked[number % asked.length] as (typeof asked)[0];
      const { what, answer, mayBreakOff } = isProviders
        ? await askThroughProvider(world, own, lied, provider.origin)
        : await sendWrong(world, own, route, instances);
      const key = `${isProviders ? "through a provider" : "malformed"} ${answer.status}`;
      statuses.set(key, (statuses.get(key) ?? 0) + 1);
      return judgeInput(`${number}: ${what}`, answer, { isProviders, mayBreakOff });
    });
    faults.push(...found.flat());
    await renew(world, instances);
    await forgetFailures(world);
  }
  return faults;
}

function report(faults: InputFault[], isWell: boolean): void {
  for (const { kind, text } of faults) say(`${kind}: ${text.replaceAll("\n", "\\n")}`);
  const { lines } = deployment.server;
  const unhandled = lines.filter((line) => /not handled|uncaught|unhandled/i.test(line));
  for (const line of [...unhandled, ...lines.filter((text) => text.includes('"level":"error"'))]) say(line);
  for (const [key, times] of [...statuses].toSorted()) say(`${key}: ${times}`);
  say(`${provider.answers} answers of the lying provider`);
  const count = (kind: InputFault["kind"]) => faults.filter((fault) => fault.kind === kind).length;
  const [serverErrors, stackTraces] = [count("serverError"), count("stackTrace")];
  const crashes = (isWell ? 0 : 1) + unhandled.length;
  say(JSON.stringify({ requests, serverErrors, crashes, stackTraces }));
  process.exitCode = serverErrors + crashes + stackTraces === 0 ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
