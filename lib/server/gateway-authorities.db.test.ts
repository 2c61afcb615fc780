import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCertificate } from "#lib/testing/certificates.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
const authority = createCertificate("Our Authority");
let gateway: TestGateway;
let api: Server;
let seen: (string | undefined)[] = [];

beforeEach(async () => {
  seen = [];
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
  const { key, cert } = createCertificate("localhost", { issuer: authority });
  api = createServer({ key, cert }, (req, res) => {
    seen.push(req.headers.authorization);
    res.end("from inside");
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  await database.db.connection.update({
    where: { id: gateway.connectionId },
    data: { apiBaseUri: `https://localhost:${(api.address() as AddressInfo).port}/v1` },
  });
});
afterEach(async () => {
  await gateway.close();
  api.closeAllConnections();
  api.close();
});

const trust = (caCertificates: string) =>
  database.db.integration.update({ where: { id: gateway.integration.id }, data: { caCertificates } });

describe("P-15: an API behind an authority of one's own", () => {
  it.each([
    ["an API key", async () => ({ authorization: `Bearer ${gateway.key}` })],
    [
      "a page's session",
      async () => ({
        cookie: await gateway.cookie(gateway.owner),
        "x-mooring-request": "1",
        "sec-fetch-site": "same-origin",
      }),
    ],
  ])(
    "P-15: is called with %s once its integration trusts that, from the next call on, and no longer than that",
    async (_what, proof) => {
      const headers = (await proof()) as Record<string, string>;
      const url = `${gateway.origin}/api/integrations/${gateway.integration.slug}/request/x`;
      const call = async () => {
        const response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "text/plain", ...headers },
        });
        return [response.status, response.headers.get("mooring-origin")];
      };
      const refused = [504, "gateway"];
      expect([await call(), seen]).toEqual([refused, []]);
      await trust(authority.cert);
      expect([await call(), seen.length]).toEqual([[200, "provider"], 1]);
      await trust(createCertificate("other.test").cert);
      expect([await call(), seen.length]).toEqual([refused, 1]);
      await trust("");
      expect([await call(), seen.length]).toEqual([refused, 1]);
    },
  );
});
