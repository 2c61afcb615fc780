import pg from "pg";
import type { EgressFetch } from "#lib/context/context.ts";
import type { Moment } from "./crash-points.ts";

/**
 * Tells `notice` of every statement of this process and of every request to a token endpoint, as they go out and come back.
 * Call it before the database is opened; gives the `fetch` to use. Each request bears the victim's name for whoever stands
 * in front of the provider.
 */
export function watchProcess(
  { name, fetch }: { name: string; fetch: EgressFetch },
  notice: (moment: Moment) => void,
): EgressFetch {
  let request: Moment["request"] = "none";
  watchStatements((moment) => notice({ ...moment, request }));
  const tell = (when: Moment["when"]) => notice({ when, statement: null, transaction: [], request });
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("x-victim", name);
    const isToken = new URL(input).pathname === "/token";
    if (!isToken) return fetch(input, { ...init, headers });
    tell("before");
    request = "underway";
    const response = await fetch(input, { ...init, headers });
    request = "answered";
    tell("after");
    const { status, statusText } = response;
    const body = await response.arrayBuffer();
    request = "read";
    return new Response(body, { status, statusText, headers: response.headers });
  };
}

function watchStatements(notice: (moment: Omit<Moment, "request">) => void): void {
  const transactions = new WeakMap<object, string[]>();
  const query = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
  const watched = function (this: pg.Client, ...args: unknown[]): unknown {
    const statement = textOf(args[0]);
    if (/^\s*BEGIN/.test(statement)) transactions.set(this, []);
    const open = transactions.get(this);
    open?.push(statement);
    const transaction = [...(open ?? [statement])];
    if (/^\s*(COMMIT|ROLLBACK)/.test(statement)) transactions.delete(this);
    notice({ when: "before", statement, transaction });
    const over = () => notice({ when: "after", statement, transaction });
    // A pool asks by a callback, everybody else by a promise.
    const given = args.map((arg) => (typeof arg === "function" ? called(arg as Callback, over) : arg));
    const answer = query.apply(this, given);
    notice({ when: "sent", statement, transaction });
    if (!(answer instanceof Promise)) return answer;
    return answer.then((result: unknown) => {
      over();
      return result;
    });
  };
  pg.Client.prototype.query = watched as typeof pg.Client.prototype.query;
}

type Callback = (error: unknown, ...rest: unknown[]) => unknown;

function called(callback: Callback, over: () => void): Callback {
  return (error, ...rest) => {
    if (!error) over();
    return callback(error, ...rest);
  };
}

function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  return typeof query === "object" && query !== null && "text" in query ? String(query.text) : "";
}
