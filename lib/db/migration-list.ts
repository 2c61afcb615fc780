import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the migrations are, in Prisma's own layout. */
export const migrationsDirectory = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/** The schema that people edit. */
export const schemaPath = fileURLToPath(new URL("../../prisma/schema.prisma", import.meta.url));

/** The schema as the last migration left it: the next one is the difference, so no shadow database is needed. */
export const snapshotPath = join(migrationsDirectory, "snapshot.prisma");

/** The migrations on disk, as the schema engine takes them. */
export async function readMigrationList(directory = migrationsDirectory) {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: directory,
    lockfile: {
      path: "migration_lock.toml",
      content: await readFile(join(directory, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(join(directory, name, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}
