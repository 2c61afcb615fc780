import { route } from "#lib/http/route.ts";
import {
  createSignInMethodBody,
  signInMethodListSchema,
  signInMethodSchema,
} from "#lib/sign-in-methods/contract.ts";
import { createSignInMethod } from "#lib/sign-in-methods/create-sign-in-method.ts";
import { listSignInMethods } from "#lib/sign-in-methods/list-sign-in-methods.ts";

export const GET = route({
  access: "platform:manage",
  summary: "List the ways to sign in",
  output: signInMethodListSchema,
  run: (ctx) => listSignInMethods(ctx),
});

export const POST = route({
  access: "platform:manage",
  summary: "Add a way to sign in",
  description:
    "A draft, which nobody is offered until an admin has signed in by it. The discovery document of an OpenID provider is read at once.",
  input: { body: createSignInMethodBody },
  output: signInMethodSchema,
  status: 201,
  problems: ["egress-blocked", "provider-unreachable", "provider-misbehaved"],
  run: (ctx, { body }) => createSignInMethod(ctx, body),
});
