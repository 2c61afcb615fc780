import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** The path of a Chromium: the one that `CHROMIUM_PATH` names, an installed one, or Playwright's own; `null` when there is none. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  for (const name of ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]) {
    const { stdout } = spawnSync("which", [name], { encoding: "utf8" });
    if (stdout?.trim()) return stdout.trim();
  }
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/** Finds a Chromium, or installs one: Debian's package as root, Playwright's download otherwise. Throws when neither works. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  const isDebian = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  process.stdout.write(
    `No Chromium here: installing ${isDebian ? "Debian's package" : "Playwright's own"} …\n`,
  );
  if (isDebian) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      stdio: "inherit",
      env,
    });
  } else {
    execFileSync("playwright", ["install", "--with-deps", "chromium"], { stdio: "inherit" });
  }
  const installed = findChromium();
  if (!installed) throw new Error("Chromium could not be installed; set CHROMIUM_PATH to one");
  return installed;
}
