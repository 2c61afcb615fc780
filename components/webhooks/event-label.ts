"use client";

import { useTranslations } from "use-intl";
import { noticeTypes, TEST_NOTICE } from "#lib/notices/contract.ts";

const known = [...noticeTypes, TEST_NOTICE] as const;

/** What a type of event is called; one of another version by its own name. */
export function useEventLabel(): (type: string) => string {
  const t = useTranslations("webhooks.event");
  return (type) => {
    const found = known.find((one) => one === type);
    if (!found) return type;
    return t(found.replace(".", "_") as "connection_created");
  };
}
