"use client";

import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import type { SignInChoice } from "#lib/sign-in-methods/contract.ts";
import { useGoToProvider } from "./queries.ts";

interface SignInChoicesProps {
  methods: readonly SignInChoice[];
  returnTo: string;
  /** Something stands above that signs in as well. */
  isSecond: boolean;
  /** What comes of it here. */
  note?: string;
}

/** A button for each way to sign in beside the password. */
export function SignInChoices({ methods, returnTo, isSecond, note }: SignInChoicesProps) {
  const t = useTranslations("signInMethods.choices");
  const go = useGoToProvider("/api/sign-in-flows");
  if (methods.length === 0) return null;
  return (
    <div className="grid w-full gap-3">
      {isSecond ? (
        <p className="flex items-center gap-3 text-sm text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          {t("or")}
        </p>
      ) : null}
      {note ? <p className="text-ink-2">{note}</p> : null}
      {go.error ? <ErrorNotice error={go.error} /> : null}
      {methods.map(({ slug, name, kind }) => (
        <Button
          key={slug}
          className="w-full justify-center"
          icon={kind === "oidc" ? undefined : <ProviderMark provider={kind} name={name} size="sm" />}
          isPending={go.isPending && go.variables?.method === slug}
          onClick={() => go.mutate({ method: slug, returnTo })}
        >
          {t("with", { name })}
        </Button>
      ))}
    </div>
  );
}
