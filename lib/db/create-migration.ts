import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toSlug } from "#lib/core/ids.ts";
import { migrationsDirectory, schemaPath, snapshotPath } from "./migration-list.ts";
import { compareSchemas } from "./schema-engine.ts";

// `npm run db:migration -- name`: what prisma/schema.prisma has gained since the last migration, as the next one.
const name = toSlug(process.argv[2] ?? "").replaceAll("-", "_");
if (!name) fail("Name the migration: npm run db:migration -- add_invitations");

const schema = await readFile(schemaPath, "utf8");
const sql = await compareSchemas(await readFile(snapshotPath, "utf8").catch(() => null), schema);
if (!sql) fail("Nothing to do: the migrations already make what prisma/schema.prisma says.");

const folder = join(
  migrationsDirectory,
  `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`,
);
await mkdir(folder, { recursive: true });
await writeFile(join(folder, "migration.sql"), sql);
await writeFile(snapshotPath, schema);
process.stdout.write(`${join(folder, "migration.sql")}\nRead it before you commit it.\n`);

function fail(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
