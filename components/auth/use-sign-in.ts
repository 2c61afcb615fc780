"use client";

import { useTranslations } from "use-intl";
import { ProblemError } from "#lib/browser/problem-error.ts";
import { type SignInResult, signIn, signInWithCode } from "#lib/browser/sign-in.ts";

type Failure = Exclude<SignInResult, "signed-in" | "second-factor-required">;

const problems = {
  refused: { code: "unauthenticated", status: 401, title: "refused", detail: "refusedDetail" },
  expired: { code: "unauthenticated", status: 401, title: "refused", detail: "refusedDetail" },
  "rate-limited": { code: "rate-limited", status: 429, title: "limited", detail: "limitedDetail" },
  failed: { code: "internal", status: 500, title: "failed", detail: "failedDetail" },
} as const satisfies Record<Failure, object>;

/** Signing in as a form needs it: whether it is done or a code is to follow, or a problem in words that the form shows. */
export function useSignIn(): (
  email: string,
  password: string,
) => Promise<"signed-in" | "second-factor-required"> {
  const t = useTranslations("auth.signIn");
  return async (email, password) => {
    const result = await signIn(email, password);
    if (result === "signed-in" || result === "second-factor-required") return result;
    const { title, detail, ...problem } = problems[result];
    throw new ProblemError({ ...problem, title: t(title), detail: t(detail) });
  };
}

/** The second step as its form needs it: done, or a problem in words. */
export function useSecondStep(): (code: string) => Promise<void> {
  const t = useTranslations("auth");
  return async (code) => {
    const result = await signInWithCode(code);
    if (result === "signed-in") return;
    if (result === "refused" || result === "expired") {
      const words = { title: t(`code.${result}`), detail: t(`code.${result}Detail`) };
      throw new ProblemError({ code: "unauthenticated", status: 401, ...words });
    }
    const { title, detail, ...problem } = problems[result === "rate-limited" ? result : "failed"];
    throw new ProblemError({ ...problem, title: t(`signIn.${title}`), detail: t(`signIn.${detail}`) });
  };
}
