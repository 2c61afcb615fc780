import { handleSignIn } from "#lib/auth/sign-in-handler.ts";
import { getRuntime } from "#lib/context/runtime.ts";
import { answerProblems } from "#lib/http/answer-problems.ts";
import { assertSameOrigin } from "#lib/http/same-origin.ts";
import { answerSignIn, slugOfCallback } from "./answer-sign-in.ts";

// next-auth's own addresses (csrf, callback/credentials, signout…), and where providers send people back to; not part of our
// documented interface.
const handler = answerProblems(async (request, { params }) => {
  assertSameOrigin(request, { byCookie: false, origin: getRuntime().settings.origin });
  const { nextauth } = (await params) as { nextauth: string[] };
  const slug = slugOfCallback(request, nextauth);
  return slug === null ? handleSignIn(request, nextauth) : answerSignIn(request, slug);
});

export { handler as GET, handler as POST };
