import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { createEngineAdapter, offlineAdapter } from "./engine-adapter.ts";

let loading: Promise<void> | undefined;

/**
 * Prisma's own schema engine, compiled to WebAssembly: no native program has to be fetched.
 * Takes the URL of the database that it works on, or `null` when schemas are only compared.
 */
export async function withSchemaEngine<T>(
  url: string | null,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= loadEngine();
  await loading;
  const pool = url === null ? null : new pg.Pool({ connectionString: url, connectionTimeoutMillis: 10_000 });
  const adapter = bindMigrationAwareSqlAdapterFactory(pool ? createEngineAdapter(pool) : offlineAdapter);
  try {
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
    return await work(engine).finally(() => engine.free());
  } catch (error) {
    throw findCause(error, adapter);
  } finally {
    // The engine's own advisory lock lives until its connection ends.
    await pool?.end();
  }
}

// The engine knows an error of the database only by its number.
function findCause(
  error: unknown,
  { errorRegistry }: ReturnType<typeof bindMigrationAwareSqlAdapterFactory>,
): unknown {
  const id = /External error id#(\d+)/.exec(String(error))?.[1];
  return (id && errorRegistry.consumeError(Number(id))?.error) || error;
}

/** The SQL that leads from one Prisma schema (`null`: nothing) to another; `null` when they agree. */
export async function compareSchemas(from: string | null, to: string): Promise<string | null> {
  const datamodel = (content: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path: "schema.prisma", content }],
  });
  return withSchemaEngine(null, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: from === null ? { tag: "empty" } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 0 ? null : stdout;
  });
}

// The package's entry imports its .wasm as a module, which Node does only behind a flag.
async function loadEngine(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const bytes = await readFile(new URL("schema_engine_bg.wasm", `file://${entry}`));
  const imports = { "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== "function") throw new Error("the schema engine's WebAssembly has no start function");
  start();
}
