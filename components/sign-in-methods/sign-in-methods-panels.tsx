"use client";

import { useTranslations } from "use-intl";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { AddMethodDialog } from "./add-method-dialog.tsx";
import { MethodRow } from "./method-row.tsx";
import { PasswordPanel } from "./password-panel.tsx";
import { useSignInMethods } from "./queries.ts";

/** All ways to sign in to the deployment. */
export function SignInMethodsPanels() {
  const t = useTranslations("signInMethods.methods");
  const { data, error, refetch } = useSignInMethods();
  if (!data) return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null;
  const { items, isPasswordOn, redirectUriPrefix } = data;
  return (
    <div className="grid max-w-3xl gap-5">
      <PasswordPanel isOn={isPasswordOn} />
      <Panel
        title={t("title")}
        description={t("description")}
        action={<AddMethodDialog redirectUriPrefix={redirectUriPrefix} />}
        isFlush
      >
        {items.length === 0 ? <p className="px-5 py-4 text-ink-3">{t("empty")}</p> : null}
        {items.length > 0 ? (
          <ul className="divide-y" aria-label={t("title")}>
            {items.map((method) => (
              <MethodRow key={method.id} method={method} />
            ))}
          </ul>
        ) : null}
      </Panel>
    </div>
  );
}
