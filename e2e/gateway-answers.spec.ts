import type { Page } from "@playwright/test";
import type { Mooring } from "./fixtures/mooring.ts";
import { connectAccount, createPracticeIntegration, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const script = "document.title='ran'";
const html = `<!doctype html><title>quiet</title><script>${script}</script>`;
const xhtml = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>quiet</title></head><body><script>${script}</script></body></html>`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>${script}</script></svg>`;

/** What a provider may answer; `runs`: a browser would run it, were it not for our headers. */
const documents = [
  { type: "text/html", text: html, runs: true },
  { type: "image/svg+xml", text: svg, runs: true },
  { type: "application/xhtml+xml", text: xhtml, runs: true },
  { type: "application/octet-stream", text: html, runs: false },
  { type: "image/png", text: script, runs: false },
  { type: "text/javascript", text: script, runs: false },
  { type: "text/plain", text: html, runs: false },
  { type: "text/plain", text: script, runs: false },
];

/** What would act on our origin, did the gateway pass it on. */
const hostile = {
  "set-cookie": "planted=1; Path=/",
  "content-security-policy": "default-src * 'unsafe-inline'",
  "access-control-allow-origin": "*",
  "access-control-allow-credentials": "true",
  "clear-site-data": '"cookies", "storage"',
  refresh: "0;url=/settings/account",
  "service-worker-allowed": "/",
  "x-content-type-options": "none",
  "cross-origin-resource-policy": "cross-origin",
};

const queryOf = ({ type, text }: { type: string; text: string }) =>
  new URLSearchParams([
    ...[
      ["type", type],
      ["answer", text],
    ],
    ...Object.entries(hostile).map(([name, value]) => ["header", `${name}: ${value}`]),
  ]);

test("P-03: nothing that a provider answers acts on our origin @walls", async ({
  page,
  context,
  mooring,
}) => {
  test.setTimeout(300_000);
  const { origin } = mooring;
  await setUp(page, mooring);
  await createPracticeIntegration(page, mooring, "Practice");
  await connectAccount(page);
  const created = await page.request.post(`${origin}/api/api-keys`, {
    headers: { origin },
    data: { name: "Reader", scopes: ["connections:use"] },
  });
  const { key } = (await created.json()) as { key: string };
  await page.evaluate(() => localStorage.setItem("kept", "here"));
  const before = await context.cookies();

  await test.step("the provider does answer like that", async () => {
    const home = await (await page.request.get(mooring.sandboxOrigin)).text();
    const headers = { "x-api-key": /sbx_[\w-]+/.exec(home)?.[0] ?? "" };
    const url = `${mooring.sandboxOrigin}/api/echo?${queryOf(documents[0] ?? { type: "", text: "" })}`;
    const answer = await context.request.get(url, { headers });
    expect(answer.headers()).toMatchObject(hostile);
    await context.clearCookies({ name: "planted" });
  });

  for (const { type, text, runs } of documents) {
    const address = `${origin}/api/integrations/practice/request/echo?${queryOf({ type, text })}`;
    const what = `${type} with ${text.slice(0, 12)}…`;

    await test.step(`${what}: a link to it, with the session alone, gets nothing`, async () => {
      const answer = await page.goto(address);
      expect(answer?.status()).toBe(403);
      expect(await answer?.text()).not.toContain(script);
    });

    await test.step(`${what}: opened in a window, it is downloaded or shown as text`, async () => {
      expect(await openWithKey(page, address, key)).toBe(type === "text/plain" ? "shown" : "downloaded");
    });

    await test.step(`${what}: even where it is shown, its script does not run`, async () => {
      const show = (drop: readonly string[]) => openWithout(page, { address, key, drop });
      expect(await show(["content-disposition"])).not.toBe("ran");
      // Without our header the same bytes do run: the test can fail.
      if (runs) expect(await show(["content-disposition", "content-security-policy"])).toBe("ran");
    });

    await test.step(`${what}: a page of ours can take it for nothing that runs`, async () => {
      await page.goto(`${origin}/oauth`);
      expect(await borrow(page, address)).toEqual(refusals);
      // A script by its true name would run, could a browser send a key with it; with the session it got nothing.
      if (type === "text/javascript") return;
      await page.route(address, (route) =>
        route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${key}` } }),
      );
      // No script of an image runs (the title says so), and this one is what its type says.
      const seen = type === "image/svg+xml" ? "image loaded" : "image refused";
      expect(await borrow(page, address)).toEqual(refusals.with(1, seen));
      await page.unroute(address);
      expect(await page.title()).not.toBe("ran");
    });

    await test.step(`${what}: the session, the cookies and what pages keep are as before`, () =>
      expectUntouched(page, mooring, before));
  }
});

async function expectUntouched(
  page: Page,
  { origin }: Mooring,
  before: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>,
): Promise<void> {
  const known = (cookies: typeof before) => cookies.map(({ name, value, domain }) => [name, value, domain]);
  expect(known(await page.context().cookies())).toEqual(known(before));
  expect((await page.request.get(`${origin}/api/session`)).status()).toBe(200);
  expect(await page.evaluate(() => localStorage.getItem("kept"))).toBe("here");
  const workers = await page.evaluate(() => navigator.serviceWorker.getRegistrations());
  expect([workers.length, new URL(page.url()).pathname]).toEqual([0, "/oauth"]);
}

/** Opens it as somebody whose browser sends the key. Nothing of it may run, and it leads nowhere. */
async function openWithKey(page: Page, address: string, key: string): Promise<"downloaded" | "shown"> {
  const tab = await page.context().newPage();
  await tab.setExtraHTTPHeaders({ authorization: `Bearer ${key}` });
  const download = tab.waitForEvent("download").catch(() => null);
  const answer = await tab.goto(address).catch((error: Error) => {
    expect(error.message).toContain("Download is starting");
    return null;
  });
  if (answer) {
    await tab.waitForLoadState("networkidle");
    expect([tab.url(), await tab.title()]).toEqual([address, ""]);
    expect(await tab.locator("script").count()).toBe(0);
  } else expect((await download)?.url()).toBe(address);
  await tab.close();
  return answer ? "shown" : "downloaded";
}

const refusals = [
  "script refused",
  "image refused",
  "frame silent",
  "worker refused",
  "service worker refused",
];

/** Tries to make a signed-in page run what the gateway passes on. */
function borrow(page: Page, address: string): Promise<string[]> {
  return page.evaluate(async (url) => {
    const load = (tag: "script" | "img", name: string) =>
      new Promise<string>((resolve) => {
        const element = document.createElement(tag);
        element.onload = () => resolve(`${name} loaded`);
        element.onerror = () => resolve(`${name} refused`);
        element.src = url;
        document.body.append(element);
      });
    const frame = document.createElement("iframe");
    const framed = new Promise<string>((resolve) => {
      frame.onload = () => {
        // What belongs to another origin, as a sandboxed or refused page does, cannot be read.
        const title = (() => {
          try {
            return frame.contentDocument?.title;
          } catch {
            return null;
          }
        })();
        resolve(title ? `frame shows ${title}` : "frame silent");
      };
      setTimeout(() => resolve("frame silent"), 3_000);
    });
    frame.src = url;
    document.body.append(frame);
    const worker = new Promise<string>((resolve) => {
      try {
        const started = new Worker(url);
        started.onerror = () => resolve("worker refused");
        started.onmessage = () => resolve("worker runs");
        setTimeout(() => resolve("worker runs"), 3_000);
      } catch {
        resolve("worker refused");
      }
    });
    const service = navigator.serviceWorker.register(url, { scope: "/" }).then(
      () => "service worker runs",
      () => "service worker refused",
    );
    return [
      await load("script", "script"),
      await load("img", "image"),
      await framed,
      await worker,
      await service,
    ];
  }, address);
}

/** Opens a gateway answer as a page, some of its headers taken away, and gives the title that it ends with. */
async function openWithout(
  page: Page,
  { address, key, drop }: { address: string; key: string; drop: readonly string[] },
): Promise<string> {
  const tab = await page.context().newPage();
  await tab.route(address, async (route) => {
    const response = await route.fetch({ headers: { authorization: `Bearer ${key}` } });
    const kept = Object.entries(response.headers()).filter(([name]) => !drop.includes(name));
    await route.fulfill({ response, headers: Object.fromEntries(kept) });
  });
  const download = tab.waitForEvent("download").catch(() => null);
  // A browser may still refuse to show it; then there is no page that could run anything.
  const shown = await tab.goto(address).catch(() => null);
  if (!shown) await Promise.race([download, tab.waitForTimeout(500)]);
  const title = await tab.title();
  await tab.close();
  return title;
}
