import type { Page } from "@playwright/test";
import { connectAccount, createPracticeIntegration, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const script = "document.title='ran'";
const documents = [
  { type: "text/html", text: `<!doctype html><title>quiet</title><script>${script}</script>` },
  { type: "image/svg+xml", text: `<svg xmlns="http://www.w3.org/2000/svg"><script>${script}</script></svg>` },
  {
    type: "application/xhtml+xml",
    text: `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>quiet</title></head><body><script>${script}</script></body></html>`,
  },
];

test("P-03: a document with a script from the provider cannot run it on our origin", async ({
  page,
  context,
  mooring,
}) => {
  test.setTimeout(300_000);
  await setUp(page, mooring);
  await createPracticeIntegration(page, mooring, "Practice");
  await connectAccount(page);
  const created = await page.request.post(`${mooring.origin}/api/api-keys`, {
    headers: { origin: mooring.origin },
    data: { name: "Reader", scopes: ["connections:use"] },
  });
  const { key } = (await created.json()) as { key: string };

  for (const { type, text } of documents) {
    const query = new URLSearchParams({ type, answer: text });
    const address = `${mooring.origin}/api/integrations/practice/request/echo?${query}`;

    await test.step(`${type}: a link to it, with the session alone, gets nothing`, async () => {
      const answer = await page.goto(address);
      expect(answer?.status()).toBe(403);
      expect(await answer?.text()).not.toContain(script);
    });

    await test.step(`${type}: opened in a window, it is downloaded and not shown`, async () => {
      const tab = await context.newPage();
      await tab.setExtraHTTPHeaders({ authorization: `Bearer ${key}` });
      const [download] = await Promise.all([
        tab.waitForEvent("download"),
        tab.goto(address).catch((error: Error) => expect(error.message).toContain("Download is starting")),
      ]);
      expect(download.url()).toBe(address);
      await tab.close();
    });

    await test.step(`${type}: even where it is shown, its script does not run`, async () => {
      const show = (drop: readonly string[]) => openWithout(page, { address, key, drop });
      expect(await show(["content-disposition"])).not.toBe("ran");
      // Without our header the same bytes do run: the test can fail.
      expect(await show(["content-disposition", "content-security-policy"])).toBe("ran");
    });
  }

  await test.step("a page of ours can take it neither for a script nor for a worker", async () => {
    await page.goto(`${mooring.origin}/oauth`);
    expect(await borrow(page)).toEqual(["script refused", "worker refused"]);
    expect(await page.title()).not.toBe("ran");
  });
});

/** Tries to make a signed-in page run what the gateway passes on. */
function borrow(page: Page): Promise<string[]> {
  const query = new URLSearchParams({ type: "text/javascript", answer: script });
  return page.evaluate(async (url) => {
    const loaded = new Promise<string>((resolve) => {
      const element = document.createElement("script");
      element.onload = () => resolve("script ran");
      element.onerror = () => resolve("script refused");
      element.src = url;
      document.head.append(element);
    });
    const worker = navigator.serviceWorker.register(url).then(
      () => "worker runs",
      () => "worker refused",
    );
    return [await loaded, await worker];
  }, `/api/integrations/practice/request/echo?${query}`);
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
  await tab.goto(address);
  const title = await tab.title();
  await tab.close();
  return title;
}
