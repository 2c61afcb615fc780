import { cache } from "react";
import { translator } from "#app/translator.ts";
import { orNotFound } from "#lib/auth/or-not-found.ts";
import { pageContext } from "#lib/auth/page-context.ts";
import { getConnection } from "#lib/connections/get-connection.ts";

/** The connection of a page, read once for its title and its content; not-found for one that cannot be seen. */
export const loadConnection = cache(async (id: string) => {
  const ctx = await pageContext();
  const connection = await orNotFound(getConnection(ctx, { id }));
  const { account, name } = connection;
  return {
    ctx,
    connection,
    title: name ?? account?.label ?? account?.email ?? translator("connections")("one"),
  };
});
