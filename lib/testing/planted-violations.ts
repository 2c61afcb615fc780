/**
 * A small tree that breaks every rule of `structureRules` at least once: rule → the imports that break it, by file. A rule
 * that finds nothing in it is a rule that finds nothing anywhere. Each imported file is planted too, empty.
 */
export const plantedViolations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "no-cycles": { "lib/core/chicken.ts": "lib/core/egg.ts", "lib/core/egg.ts": "lib/core/chicken.ts" },
  "no-unresolvable": { "lib/core/lost.ts": "./nowhere.ts" },
  "every-folder-has-a-place": { "app/page.tsx": "lib/misplaced/thing.ts" },
  "core-is-alone": { "lib/core/curious.ts": "lib/context/context.ts" },
  "platform-knows-core": { "lib/log/curious.ts": "lib/connections/contract.ts" },
  "protocol-knows-core": { "lib/oauth/curious.ts": "lib/offerings/registry.ts" },
  "context-knows-no-domain": { "lib/context/curious.ts": "lib/audit/create-audit-event.ts" },
  "domain-stays-below": { "lib/audit/upward.ts": "lib/http/route.ts" },
  "no-framework-below-the-edges": { "lib/gateway/framed.ts": "next" },
  "platform-through-context": {
    "lib/connections/get-thing.ts": "lib/crypto/envelope.ts",
    "lib/workspaces/get-thing.ts": "lib/db/generated/client.ts",
  },
  "few-leave-their-workspace": { "lib/connections/roam.ts": "lib/context/as-system.ts" },
  "repository-sees-db-and-crypto-only": {
    "lib/integrations/repository-rows.ts": "lib/egress/create-egress.ts",
  },
  "repository-is-private": { "lib/connections/nosy.ts": "lib/integrations/repository.ts" },
  "components-see-contracts": { "components/audit/deep.tsx": "lib/audit/list-audit-events.ts" },
  "kit-knows-no-feature": { "components/ui/wise.tsx": "components/audit/table.tsx" },
  "features-meet-in-app": { "components/audit/friendly.tsx": "components/connections/table.tsx" },
  "app-calls-verbs": {
    "app/raw/route.ts": "lib/db/client.ts",
    "app/raw/page.tsx": "lib/offerings/registry.ts",
  },
  "nobody-imports-app": { "components/audit/up.tsx": "app/messages.ts" },
  "lib-knows-no-component": { "lib/http/pretty.ts": "components/ui/button.tsx" },
  "browser-is-thin": { "lib/browser/heavy.ts": "lib/http/route.ts" },
  "http-stands-on-auth": { "lib/auth/upward.ts": "lib/http/problem.ts" },
  "sandbox-stands-apart": { "lib/sandbox/near.ts": "lib/integrations/create-integration.ts" },
  "server-is-the-top": { "lib/http/upward.ts": "lib/server/start.ts" },
  "egress-is-the-way-out": { "lib/oauth/direct.ts": "undici" },
  "no-raw-sockets": { "lib/gateway/direct.ts": "node:net" },
  "tests-stay-tests": { "lib/audit/leaning.ts": "lib/testing/clock.ts" },
};

/** Packages that planted files import. */
export const plantedPackages = ["next", "undici"] as const;
