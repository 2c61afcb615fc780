import type { Page } from "@playwright/test";
import { inParallel } from "../lib/testing/in-parallel.ts";
import { openDataFolder } from "../lib/testing/open-data-folder.ts";
import { exchangeRaw } from "../lib/testing/raw-request.ts";
import { type Address, listAddresses } from "./fixtures/addresses.ts";
import { type Populated, populate } from "./fixtures/populate.ts";
import { type Spelling, spellingsOf } from "./fixtures/spellings.ts";
import { expect, test } from "./fixtures/test.ts";

const WIDTH = 8;

/** Somebody who asks, by the fields that say who it is. */
interface Caller {
  who: string;
  fields: string[];
}

interface Outcome {
  status: number;
  location: string;
  /** Which of the workspace's own names the answer holds. */
  told: string[];
}

const nameOf = (what: string) => `The kelp ${what} of Northwind`;

test("P-07: no spelling of an address tells anybody more than the address itself @walls", async ({
  page,
  mooring,
}) => {
  test.setTimeout(900_000);
  const populated = await populate(page, mooring, nameOf);
  const folder = await openDataFolder(mooring.dataFolder);
  const cookieOf = async (who: "colleague" | "stranger") => [`Cookie: ${await folder.signInAs(who)}`];
  const [colleague, stranger] = [await cookieOf("colleague"), await cookieOf("stranger")];
  await folder.close();
  const nobody = { who: "nobody", fields: [] };
  const outsiders = [nobody, { who: "stranger", fields: stranger }];
  const addresses = [...gatewayAddresses(populated), ...listAddresses(populated)];
  expect(addresses.filter(({ isPage }) => isPage).length).toBeGreaterThan(25);
  expect(addresses.filter(({ isPage }) => !isPage).length).toBeGreaterThan(55);

  const found: string[] = [];
  let asked = 0;
  let tellingAddresses = 0;
  for (const { path, methods } of addresses) {
    const owner = { who: "owner", fields: [`Cookie: ${await cookieHeader(page)}`] };
    const atOwner = methods.includes("GET")
      ? await ask(mooring.origin, "GET", { target: path, headers: [] }, owner)
      : null;
    if (atOwner && atOwner.told.length > 0) tellingAddresses++;
    for (const method of methods) {
      const callers = method === "GET" ? [...outsiders, { who: "colleague", fields: colleague }] : outsiders;
      for (const caller of callers) {
        const own = await ask(mooring.origin, method, { target: path, headers: [] }, caller);
        if (caller.who !== "colleague" && own.told.length > 0)
          found.push(`${method} ${path} tells ${caller.who} ${own.told}`);
        const outcomes = await inParallel(spellingsOf(path), WIDTH, async (spelling) => ({
          spelling,
          other: await ask(mooring.origin, method, spelling, caller),
        }));
        asked += outcomes.length;
        for (const { spelling, other } of outcomes) {
          const fault = judge(own, other, { ...mooring, isMember: caller.who === "colleague" });
          if (fault)
            found.push(`${method} ${spelling.target} ${spelling.headers} by ${caller.who}: ${fault}`);
        }
      }
    }
  }
  expect(found).toEqual([]);
  expect(tellingAddresses).toBeGreaterThan(30);
  expect(asked).toBeGreaterThan(10_000);
});

/** The gateway's own addresses: they are no files. */
function gatewayAddresses({ slug }: Populated): Address[] {
  const methods = ["GET", "POST"];
  return [
    { path: `/api/integrations/${slug}/request`, isPage: false, methods },
    { path: "/api/integrations/by-password/request/me", isPage: false, methods },
  ];
}

async function cookieHeader(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** What another spelling gave that the address itself does not; `null` for nothing. */
function judge(
  own: Outcome,
  other: Outcome,
  { isMember, origin, sandboxOrigin }: { isMember: boolean; origin: string; sandboxOrigin: string },
): string | null {
  // Every page of the console bears the workspace's own name, the one that says "not found" too.
  const extra = other.told.filter(
    (name) => !own.told.includes(name) && !(isMember && name === nameOf("workspace")),
  );
  if (extra.length > 0) return `tells ${extra}`;
  if (other.status >= 500) return `answers ${other.status}`;
  if (other.status < 300 && other.status > 0 && own.status >= 300)
    return `${other.status} instead of ${own.status}`;
  const { origin: led } = new URL(other.location, origin);
  return led === origin || led === sandboxOrigin ? null : `leads to ${other.location}`;
}

/** The request, byte for byte as it is spelled; whatever is sent comes from a page of ours, by its word. */
async function ask(
  origin: string,
  method: string,
  { target, headers }: Spelling,
  { fields }: Caller,
): Promise<Outcome> {
  const body = method === "GET" ? [] : ["Content-Type: application/json", "Content-Length: 2"];
  const lines = [`${method} ${target} HTTP/1.1`, "Host: x", ...fields, ...headers, ...body];
  const sent = [...lines, `Origin: ${origin}`, "X-Mooring-Request: 1", "Connection: close"].join("\r\n");
  const answer = await exchangeRaw(origin, `${sent}\r\n\r\n${method === "GET" ? "" : "{}"}`);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0),
    location: /^location: (.*)$/im.exec(answer)?.[1]?.trim() ?? "",
    told: [...new Set(answer.match(/The kelp [\w ]+ of Northwind/g) ?? [])],
  };
}
