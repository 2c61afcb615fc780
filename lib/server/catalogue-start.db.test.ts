import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "#lib/db/free-port.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { startProcess } from "#lib/testing/processes.ts";

const database = useDatabase();
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "mooring-catalogue-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/**
 * Starts the process with other text in vendors' files, as if somebody had saved them so: the change is made where Node
 * reads a file. Each value is a piece of code over the file's `text` and the offerings in it, `all`.
 */
async function startWith(spoils: Record<string, string>) {
  const hook = join(home, `${crypto.randomUUID()}.mjs`);
  const cases = Object.entries(spoils).map(([vendor, code]) => `case "${vendor}": { ${code}; break; }`);
  await writeFile(
    hook,
    `import { registerHooks } from "node:module";
    registerHooks({
      load(url, context, next) {
        const read = next(url, context);
        const vendor = /\\/catalog\\/([a-z-]+)\\.json$/.exec(url)?.[1];
        if (!vendor) return read;
        let text = String(read.source);
        const all = JSON.parse(text);
        const save = () => { text = JSON.stringify(all); };
        switch (vendor) { ${cases.join("\n")} }
        return { ...read, source: text };
      },
    });`,
  );
  const parts = { DATABASE_URL: database.url, ROLES: "worker", PORT: String(await findFreePort()) };
  return startProcess("lib/server/main.ts", [], {
    ...{ ...parts, DATA_DIR: join(home, "data"), SANDBOX: "off" },
    NODE_OPTIONS: `--import=${hook}`,
  });
}

describe("a start with mistakes in offerings' files", () => {
  it("ends at once and names each with its file and field", async () => {
    const mooring = await startWith({
      asana: `all[0].token.url = "http://app.asana.com/token"; delete all[0].displayName; save()`,
      box: `all[0].token.ulr = "x"; all[0].quirks = ["likes_cheese"]; save()`,
      canva: `all[0].token.bodyFormat = "json"; all[0].api.baseUrl = "https://{tenant}.example"; save()`,
      figma: `all[0].provider = "asana"; all.push(all[0]); save()`,
      linear: `text = "{}"`,
    });
    expect(await mooring.ended).toBe(1);
    const wanted = [
      "asana.json 0.displayName: ",
      "asana.json 0.token.url: an https URL",
      "box.json 0.token: Unrecognized key",
      "box.json 0.quirks.0: ",
      "canva.json 0.quirks: should name token_body_json",
      "canva.json 0.api.baseUrl: holds {tenant}, which nothing fills",
      "figma.json 0.provider: must be figma, as the file",
      "figma.json 1.id: figma is taken",
      "linear.json : ",
    ];
    for (const line of wanted) {
      expect(mooring.lines).toContainEqual(
        expect.stringContaining(`Mooring does not start: lib/offerings/catalog/${line}`),
      );
    }
    expect(mooring.lines.filter((line) => !line.startsWith("Mooring does not start: lib/"))).toEqual([]);
  });

  it("ends with the file's name when it is no JSON at all", async () => {
    const mooring = await startWith({ linear: "text = text.slice(0, 40)" });
    expect(await mooring.ended).not.toBe(0);
    expect(mooring.lines.join("\n")).toContain("catalog/linear.json");
  });
});
