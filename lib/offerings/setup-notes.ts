import type { QuirkName } from "./vocabulary.ts";

/** What somebody who sets up an integration has to know beforehand, because no program can do it. */
const notes: Partial<Record<QuirkName, string>> = {
  single_redirect_uri:
    "Only one callback URL can be registered there: use a client of its own for this integration, or the other one stops working.",
  scopes_set_in_console:
    "Tick the same scopes there as here: what is not ticked there is refused when somebody connects.",
  app_review_needed:
    "Plan for a review: before the provider has approved the app, some scopes or other people's accounts are refused.",
  app_install_required:
    "An admin of the account has to install the app there, before or while the first person connects.",
};

/** The set-up steps of an offering, and after them what its quirks add. */
export function withNotes(steps: readonly string[], quirks: readonly QuirkName[]): string[] {
  return [...steps, ...quirks.flatMap((quirk) => notes[quirk] ?? [])];
}
