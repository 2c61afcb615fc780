import { inParallel } from "../lib/testing/in-parallel.ts";
import { openDataFolder } from "../lib/testing/open-data-folder.ts";
import { headerVariants, isSameResult, pathVariants } from "../lib/testing/path-variants.ts";
import { sendRaw } from "../lib/testing/raw-request.ts";
import { connectAccount, createPracticeIntegration, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

interface Address {
  path: string;
  method?: "PATCH";
  body?: string;
  /** The status of each caller. */
  canonical: number[];
}

const all = ["integrations:read", "integrations:write", "connections:read", "connections:use"] as const;
const callers = [
  "an allowed key",
  "nobody",
  "a made-up key",
  "another workspace's key",
  "a key without the permission",
];

test("P-07: no spelling of an address, and no header, gives another authorization result", async ({
  page,
  mooring,
}) => {
  test.setTimeout(420_000);
  await setUp(page, mooring);
  await createPracticeIntegration(page, mooring, "Practice");
  await connectAccount(page);
  const createKey = async (scopes: readonly string[]) => {
    const options = {
      headers: { origin: mooring.origin },
      data: { name: `${scopes.length} scopes`, scopes },
    };
    const created = await page.request.post(`${mooring.origin}/api/api-keys`, options);
    return ((await created.json()) as { key: string }).key;
  };
  const folder = await openDataFolder(mooring.dataFolder);
  const foreign = await folder.createKeyElsewhere(all);
  await folder.close();
  const reader = await createKey(["integrations:read", "connections:read"]);
  const keys = [await createKey(all), undefined, "mrg_nonsense", foreign, await createKey(["audit:read"])];
  const listed = await page.request.get(`${mooring.origin}/api/connections`);
  const { items } = (await listed.json()) as { items: { id: string }[] };

  const addresses: Address[] = [
    { path: "/api/integrations/practice", canonical: [200, 401, 401, 404, 403] },
    { path: `/api/connections/${items[0]?.id}`, canonical: [200, 401, 401, 404, 403] },
    { path: "/api/integrations/practice/request/echo", canonical: [200, 401, 401, 404, 403] },
    {
      ...{ path: "/api/integrations/practice", method: "PATCH", body: '{"name":"Practice"}' },
      canonical: [200, 401, 401, 404, 403, 403],
    },
  ];
  for (const { path, canonical, ...call } of addresses) {
    const width = call.method === undefined ? 4 : 1;
    const asked = call.method === undefined ? keys : [...keys, reader];
    const statusesAt = (target: string, headers: readonly string[] = []) =>
      Promise.all(
        asked.map((key) =>
          sendRaw(mooring.origin, target, { ...call, headers, ...(key !== undefined && { key }) }),
        ),
      );

    await test.step(`${call.method ?? "GET"} ${path}: ${callers.join(", ")}`, async () => {
      expect(await statusesAt(path)).toEqual(canonical);
      const variants = await inParallel(pathVariants(path), width, async (target) => ({
        target,
        statuses: await statusesAt(target),
      }));
      expect(variants.filter(({ statuses }) => !isSameResult(statuses, canonical))).toEqual([]);
      const spoken = await inParallel(headerVariants, width, async (header) => ({
        header,
        statuses: await statusesAt(path, [header]),
      }));
      expect(spoken.filter(({ statuses }) => !isSameResult(statuses, canonical))).toEqual([]);
    });
  }
});
