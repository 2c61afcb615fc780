import { notFound } from "#lib/core/errors.ts";
import { answerProblems } from "#lib/http/answer-problems.ts";

// An address below /api that no route has: a problem document like any other, not a page.
const handler = answerProblems(async () => {
  throw notFound("address");
});

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
