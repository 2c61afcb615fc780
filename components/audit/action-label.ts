"use client";

import { useTranslations } from "use-intl";
import { type AuditAction, auditActions } from "#lib/audit/contract.ts";

const known: ReadonlySet<string> = new Set(auditActions);

/** Words for an act; an act that this page does not know yet keeps its own name. */
export function useActionLabel(): (action: string) => string {
  const t = useTranslations("audit.action");
  return (action) => (known.has(action) ? t((action as AuditAction).replace(".", "_") as ActionKey) : action);
}

type ActionKey = AuditAction extends infer A
  ? A extends `${infer Noun}.${infer Verb}`
    ? `${Noun}_${Verb}`
    : never
  : never;
