"use client";

import { useTranslations } from "use-intl";

/** The roles that somebody may give, with what each allows; owners alone make owners. */
export function useRoleOptions(isOwner: boolean) {
  const t = useTranslations("workspaces.members");
  const roles = isOwner ? (["owner", "admin", "member"] as const) : (["admin", "member"] as const);
  return roles.map((value) => ({
    value,
    label: t(`roles.${value}`),
    description: t(`roleDetails.${value}`),
  }));
}
