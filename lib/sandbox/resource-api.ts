import type { Middleware, Provider } from "oidc-provider";
import type { ApiKeys } from "./api-keys.ts";
import type { ApiRequest } from "./api-request.ts";
import { authenticate, refuseWithout } from "./bearer-token.ts";
import type { Drills } from "./drills.ts";
import { echo } from "./echo.ts";
import { addFile, deleteFile, getContent, getFile, listFiles } from "./file-routes.ts";
import { createFileShelf } from "./files.ts";
import { type Reply, sendReply } from "./http.ts";
import { findPerson, pictureUrl } from "./people.ts";

type Handler = (request: ApiRequest) => Reply | Promise<Reply>;

const handlers: Record<string, Handler> = {
  "GET me": me,
  "GET files": listFiles,
  "POST files": addFile,
  "GET files/{id}": getFile,
  "DELETE files/{id}": deleteFile,
  "GET files/{id}/content": getContent,
};

interface ApiParts {
  provider: Provider;
  keys: ApiKeys;
  origin: string;
  drills: Drills;
}

/** The API that practice connections are for; every answer needs a token, a key or a password. */
export function resourceApi({ provider, keys, origin, drills }: ApiParts): Middleware {
  const files = createFileShelf();
  return async (ctx, next) => {
    if (!ctx.path.startsWith("/api/")) return next();
    drills.recordApiRequest();
    const outcome = await authenticate(provider, keys, ctx);
    if ("refusal" in outcome) return sendReply(ctx, outcome.refusal);
    const [, , collection = "", id = "", part] = ctx.path.split("/");
    const method = ctx.method === "HEAD" ? "GET" : ctx.method;
    const route = `${method} ${collection}${id && "/{id}"}${part ? `/${part}` : ""}`;
    const handler = collection === "echo" ? () => echo(ctx) : (handlers[route] ?? nothing);
    sendReply(ctx, await handler({ ctx, caller: outcome.caller, files, origin, id }));
  };
}

function me({ caller, origin }: ApiRequest): Reply {
  const refusal = refuseWithout("profile", caller);
  if (refusal) return refusal;
  const { id, name, email } = caller.person;
  const picture = findPerson(id) ? pictureUrl(origin, id) : null;
  return { status: 200, body: { id, name, email: caller.scopes.has("email") ? email : null, picture } };
}

function nothing({ ctx }: ApiRequest): Reply {
  return {
    status: 404,
    body: { error: "not_found", error_description: `There is no ${ctx.method} ${ctx.path}.` },
  };
}
