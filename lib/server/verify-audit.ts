import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type ChainReport, type Checkpoint, checkpointFileSchema } from "#lib/audit/contract.ts";
import { getCheckpoints } from "#lib/audit/get-checkpoints.ts";
import { verifyChain, verifyChains } from "#lib/audit/verify-chain.ts";
import { loadConfig, readEnvFile } from "#lib/config/load-config.ts";
import { StartError } from "#lib/config/start-error.ts";
import type { Keyring } from "#lib/crypto/keyring.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { openBeside } from "./open-beside.ts";
import { openKeyring } from "./open-keys.ts";

/*
 * `npm run audit:verify [-- --workspace ID] [--checkpoint FILE] [--export FILE]`, beside a running Mooring or a stopped one:
 * reads every chain of audit events and names the first row of each that is not as it was written. Ends with 1 when there is
 * one, 2 when it could not look. `--export` writes the signed ends of the chains to a file that belongs on another machine.
 */

const { values } = parseArgs({
  options: {
    workspace: { type: "string" },
    checkpoint: { type: "string" },
    export: { type: "string" },
  },
});

const reasons: Record<NonNullable<ChainReport["fault"]>["reason"], string> = {
  edited: "the row was edited",
  deleted: "the row that belongs here was deleted",
  inserted: "the row was slipped in",
  reordered: "the row stands in another's place",
  cut: "the rows from here on were cut off",
  start: "the chain's start was moved by hand",
  end: "the chain's end is not that of its last row",
  key: "the key that the row names is not on the ring: add it to SEALING_KEYS, or the row was edited",
  checkpoint: "the checkpoint itself is not genuine",
};

try {
  readEnvFile();
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`The audit log was not verified: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  const config = loadConfig(process.env);
  const checkpoints = values.checkpoint === undefined ? [] : await readCheckpoints(values.checkpoint);
  const { database, close } = await openBeside(config);
  try {
    const keyring = await openKeyring(config, database.client);
    return await verify({ db: database.client, keyring }, checkpoints);
  } finally {
    await close();
  }
}

async function verify(
  ctx: { db: PrismaClient; keyring: Keyring },
  checkpoints: Checkpoint[],
): Promise<number> {
  const { workspace } = values;
  let faults = 0;
  for await (const report of workspace === undefined
    ? verifyChains(ctx, checkpoints)
    : one(ctx, workspace, checkpoints)) {
    process.stdout.write(`${describe(report)}\n`);
    if (report.fault) faults += 1;
  }
  if (values.export !== undefined) {
    const ends = await getCheckpoints({ ...ctx, now: () => new Date() }, workspace);
    await writeFile(values.export, `${JSON.stringify(ends, null, 2)}\n`, { mode: 0o600 });
  }
  return faults > 0 ? 1 : 0;
}

async function* one(ctx: Parameters<typeof verify>[0], id: string, checkpoints: readonly Checkpoint[]) {
  yield await verifyChain(
    ctx,
    id,
    checkpoints.find(({ chain }) => chain === id),
  );
}

async function readCheckpoints(path: string): Promise<Checkpoint[]> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw new StartError(`${path} cannot be read`, { cause });
  });
  const parsed = checkpointFileSchema.safeParse(safeJson(text));
  if (!parsed.success) throw new StartError(`${path} is not a checkpoint file`);
  return parsed.data;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function describe({ chain, events, removed, fault }: ChainReport): string {
  const name = chain === "deployment" ? "deployment" : `workspace ${chain}`;
  const kept = removed > 0 ? `, ${removed} removed by retention before them` : "";
  if (!fault) return `${name}: ${events} events, unbroken${kept}`;
  const event = fault.eventId === null ? "" : ` (${fault.eventId})`;
  return `${name}: BROKEN at ${fault.sequence ?? "no place"}${event}: ${reasons[fault.reason]}; ${events} before it are right`;
}
