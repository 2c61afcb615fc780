import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a PostgreSQL that can be cut, held or robbed of one answer. What goes through it is real. */
export interface DatabaseProxy {
  /** The same database, by this way. */
  url: string;
  /** Breaks every connection and refuses each new one until `restore`: the database is gone. */
  cut(): void;
  /** Holds every byte back, both ways, until `restore`: nobody answers, and nobody says so. */
  pause(): void;
  restore(): void;
  /** The next COMMIT is carried out, and its connection breaks before the answer has come back (C-04). Gives when it happened. */
  loseNextCommit(): Promise<void>;
  close(): Promise<void>;
}

interface Pair {
  client: Socket;
  server: Socket;
  isRobbed: boolean;
}

/** Starts a way to the database of the URL, on loopback. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const pairs = new Set<Pair>();
  let state: "open" | "cut" | "held" = "open";
  let rob: (() => void) | null = null;

  const server = createServer((client) => {
    if (state === "cut") return client.on("error", ignore).destroy();
    const pair: Pair = {
      client,
      server: connect(Number(target.port || 5432), target.hostname),
      isRobbed: false,
    };
    pairs.add(pair);
    if (state === "held") hold(pair);
    pair.client.on("data", (chunk) => {
      if (rob && chunk.includes("COMMIT")) pair.isRobbed = true;
      pair.server.write(chunk);
    });
    pair.server.on("data", (chunk) => {
      if (!pair.isRobbed || !rob || !chunk.includes("COMMIT\0")) return void pair.client.write(chunk);
      const told = rob;
      rob = null;
      end(pair);
      told();
    });
    for (const socket of [pair.client, pair.server])
      socket.on("error", ignore).on("close", () => {
        pairs.delete(pair);
        end(pair);
      });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endAll = () => {
    for (const pair of pairs) end(pair);
  };
  return {
    url: url.href,
    cut: () => {
      state = "cut";
      endAll();
    },
    pause: () => {
      state = "held";
      for (const pair of pairs) hold(pair);
    },
    restore: () => {
      state = "open";
      for (const { client, server } of pairs) {
        client.resume();
        server.resume();
      }
    },
    loseNextCommit: () =>
      new Promise((resolve) => {
        rob = resolve;
      }),
    close: async () => {
      state = "cut";
      endAll();
      server.close();
      await once(server, "close");
    },
  };
}

function hold({ client, server }: Pair): void {
  client.pause();
  server.pause();
}

function end({ client, server }: Pair): void {
  client.destroy();
  server.destroy();
}

// A connection that breaks is what this is for.
function ignore(): void {}
