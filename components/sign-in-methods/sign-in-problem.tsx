"use client";

import { useTranslations } from "use-intl";
import { Notice } from "#components/ui/notice.tsx";
import type { SignInFailure } from "#lib/sign-in-methods/contract.ts";

/** Why the browser came back from a provider with nothing. */
export function SignInProblem({ failure }: { failure: SignInFailure | null }) {
  const t = useTranslations("signInMethods.failure");
  if (!failure) return null;
  return (
    <Notice tone="bad" title={t(`${failure}.title`)} isAnnounced className="w-full">
      {t(`${failure}.detail`)}
    </Notice>
  );
}
