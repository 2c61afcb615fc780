import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import next from "next";
import type { Handler } from "./request-listener.ts";

export interface Console {
  handler: Handler;
  onUpgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close(): Promise<void>;
}

/** Gets the framework ready to answer pages and API routes behind our own server. */
export async function startConsole(options: {
  root: string;
  isDev: boolean;
  host: string;
  port: number;
}): Promise<Console> {
  const app = next({
    dev: options.isDev,
    dir: options.root,
    hostname: options.host,
    port: options.port,
    quiet: true,
  });
  await app.prepare();
  const answer = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handler: (req, res) => answer(req, res),
    onUpgrade: (req, socket, head) => void upgrade(req, socket, head),
    close: () => app.close(),
  };
}
