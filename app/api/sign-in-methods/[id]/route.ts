import { route } from "#lib/http/route.ts";
import {
  deleteSignInMethodQuery,
  signInMethodParams,
  signInMethodSchema,
  updateSignInMethodBody,
} from "#lib/sign-in-methods/contract.ts";
import { deleteSignInMethod } from "#lib/sign-in-methods/delete-sign-in-method.ts";
import { updateSignInMethod } from "#lib/sign-in-methods/update-sign-in-method.ts";

export const PATCH = route({
  access: "platform:manage",
  summary: "Change a way to sign in",
  description: "Another client id or secret makes it a draft again.",
  input: { params: signInMethodParams, body: updateSignInMethodBody },
  output: signInMethodSchema,
  problems: ["not-found", "conflict"],
  run: (ctx, { params, body }) => updateSignInMethod(ctx, { ...params, ...body }),
});

export const DELETE = route({
  access: "platform:manage",
  summary: "Delete a way to sign in",
  description: "With everybody's links to it; sessions go on. `people` is the count that was shown.",
  input: { params: signInMethodParams, query: deleteSignInMethodQuery },
  problems: ["not-found", "conflict"],
  run: (ctx, { params, query }) => deleteSignInMethod(ctx, { ...params, ...query }),
});
