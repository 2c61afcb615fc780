import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { createEgress, type Egress } from "#lib/egress/create-egress.ts";
import { discoverServer } from "./discovery.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const thing of open.splice(0).reverse()) await thing.close();
});

function track<T extends { close(): unknown }>(thing: T): T {
  open.push(thing);
  return thing;
}

const codeOf = (egress: Egress, url: string) =>
  discoverServer({ url, insecureOrigin: null, fetch: egress.fetch }).then(
    () => "found",
    (error) => (isAppError(error) ? error.code : "no AppError"),
  );

const deniedHosts = [
  ...["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.1", "0.0.0.0", "10.0.0.1", "172.16.0.1"],
  ...["192.168.1.1", "100.64.0.1", "169.254.169.254", "2852039166", "168.63.129.16", "224.0.0.1"],
  ...["[::1]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"],
  ...["[fd00:ec2::254]", "[fe80::1]", "[fc00::1]"],
];

describe("reading metadata through the way out", () => {
  it("P-20: opens no socket to a denied address, however it is spelt", async () => {
    const sockets = vi.spyOn(net.Socket.prototype, "connect");
    const egress = track(createEgress({ allowCidrs: [] }));
    const codes = new Set<string>();
    for (const host of deniedHosts) {
      codes.add(await codeOf(egress, `https://${host}`));
      codes.add(await codeOf(egress, `https://${host}:8443/tenant`));
      codes.add(await codeOf(egress, `https://${host}/.well-known/openid-configuration`));
    }
    expect([...codes]).toEqual(["egress-blocked"]);
    expect(sockets).not.toHaveBeenCalled();
  });

  it("P-20: a name that resolves to a denied address, or only partly to an allowed one, is not connected to", async () => {
    let connections = 0;
    const sentinel = track(net.createServer((socket) => socket.destroy()));
    sentinel.on("connection", () => connections++);
    await new Promise<void>((resolve) => sentinel.listen(0, "127.0.0.1", resolve));
    const { port } = sentinel.address() as AddressInfo;
    for (const answers of [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:7f00:1"]]) {
      const lookup = async () => answers.map((address) => ({ address, family: net.isIP(address) }));
      const egress = track(createEgress({ allowCidrs: [], lookup }));
      expect(await codeOf(egress, `https://metadata.test:${port}`)).toBe("egress-blocked");
    }
    expect(connections).toBe(0);
  });
});
