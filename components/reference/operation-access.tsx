"use client";

import { useTranslations } from "use-intl";
import type { ReferenceOperation } from "./reference.ts";

/** Who may call it, in a sentence. */
export function OperationAccess({
  operation,
}: {
  operation: Pick<ReferenceOperation, "access" | "isForApiKeys">;
}) {
  const t = useTranslations("reference");
  const { access, isForApiKeys } = operation;
  if (access === "public") return <p>{t("accessPublic")}</p>;
  if (access === "signed-in") return <p>{t("accessSignedIn")}</p>;
  const parts = {
    scope: access,
    code: (chunks: React.ReactNode) => <code className="text-ink">{chunks}</code>,
  };
  return <p>{isForApiKeys ? t.rich("accessKey", parts) : t.rich("accessPerson", parts)}</p>;
}
