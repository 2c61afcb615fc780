import { defineConfig } from "vitest/config";

const setupFiles = ["lib/testing/forbid-network.ts", "lib/testing/forbid-console.ts"];

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    expect: { requireAssertions: true },
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{app,components,lib,prisma}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts"],
          setupFiles,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["{app,lib,prisma}/**/*.db.test.ts"],
          globalSetup: ["lib/testing/start-database.ts"],
          setupFiles,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
