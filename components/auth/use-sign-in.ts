"use client";

import { useTranslations } from "use-intl";
import { ProblemError } from "#lib/browser/problem-error.ts";
import { type SignInResult, signIn } from "#lib/browser/sign-in.ts";

const problems = {
  refused: { code: "unauthenticated", status: 401, title: "refused", detail: "refusedDetail" },
  "rate-limited": { code: "rate-limited", status: 429, title: "limited", detail: "limitedDetail" },
  failed: { code: "internal", status: 500, title: "failed", detail: "failedDetail" },
} as const satisfies Record<Exclude<SignInResult, "signed-in">, object>;

/** Signing in as a form needs it: done, or a problem in words that the form shows. */
export function useSignIn(): (email: string, password: string) => Promise<void> {
  const t = useTranslations("auth.signIn");
  return async (email, password) => {
    const result = await signIn(email, password);
    if (result === "signed-in") return;
    const { title, detail, ...problem } = problems[result];
    throw new ProblemError({ ...problem, title: t(title), detail: t(detail) });
  };
}
