import { createTranslator } from "use-intl/core";
import { locale, messages } from "./messages.ts";

/** `t` for server components (page titles, plain pages); client components call `useTranslations`. */
export function translator<N extends keyof typeof messages>(namespace: N) {
  return createTranslator({ locale, messages, namespace });
}
