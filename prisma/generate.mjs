import { spawnSync } from "node:child_process";

// `generate` needs no native engine, but would try to fetch one: name a harmless program instead.
const { status } = spawnSync("prisma", ["generate", "--no-hints"], {
  stdio: "inherit",
  shell: process.platform === "win32",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
});
process.exit(status ?? 1);
