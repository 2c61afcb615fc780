import type { IRegularForbiddenRuleType } from "dependency-cruiser";

const platform = "^lib/(config|db|crypto|egress|log|jobs|journal|metrics)/";
const protocol = "^lib/(oauth|offerings)/";
const domain =
  "^lib/(integrations|connections|gateway|credentials|sign-in-methods|overrides|apis|custom-offerings|applications|runtime-configurations|workspaces|invitations|api-keys|notices|webhooks|audit|rate-limits|workflows)/";
const edges = "^lib/(auth|http|browser|server|sandbox|testing)/";
const contract = "/contract\\.ts$";
const repository = "/repository[a-z-]*\\.ts$";
const tests = "\\.(test|spec)\\.tsx?$|^lib/testing/|^e2e/";
// A platform admin's clients, offerings and ways to sign in; a person's sessions, workspaces, ways in and invitations; the
// callback; who shares a grant of the deployment's client.
const beyondWorkspaces =
  "^lib/(credentials/|custom-offerings/|sign-in-methods/|auth/(own-sessions|own-second-factor|start-own-link|delete-member-second-factor|create-password-link|complete-sign-in|switch-workspace|join-workspace|leave-workspace|delete-own-workspace|update-password)\\.ts$|workspaces/(own-workspaces|delete-workspace)\\.ts$|connections/(complete-flow|get-disconnect-impact)\\.ts$)";
const ours = "^(app|components|lib)/";
const frameworks = "^node_modules/(next|react|react-dom|next-auth|@tanstack)(/|$)";

type Rule = IRegularForbiddenRuleType;

function forbid(name: string, comment: string, from: Rule["from"], to: Rule["to"]): Rule {
  return { name, comment, severity: "error", from, to };
}

/** The import rules of ARCHITECTURE.md. There is no list of tolerated violations. */
export const structureRules = {
  forbidden: [
    forbid(
      "no-cycles",
      "Two files that need each other are one thing, or three.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    forbid("no-unresolvable", "An import that leads nowhere.", {}, { couldNotResolve: true }),
    forbid(
      "every-folder-has-a-place",
      "A folder of lib/ that no rule below knows could import whatever it likes.",
      {},
      { path: "^lib/", pathNot: ["^lib/(core|context)/", platform, protocol, domain, edges] },
    ),
    forbid(
      "core-is-alone",
      "core imports nothing of ours.",
      { path: "^lib/core/", pathNot: tests },
      { path: ours, pathNot: "^lib/core/" },
    ),
    forbid(
      "platform-knows-core",
      "Platform imports core and platform only.",
      { path: platform, pathNot: tests },
      { path: ours, pathNot: ["^lib/core/", platform] },
    ),
    forbid(
      "protocol-knows-core",
      "oauth and offerings import core only; the network is handed to them.",
      { path: protocol, pathNot: tests },
      { path: ours, pathNot: ["^lib/core/", "^lib/$1/"] },
    ),
    forbid(
      "context-knows-no-domain",
      "The context holds platform parts and knows no domain.",
      { path: "^lib/context/", pathNot: tests },
      { path: ours, pathNot: ["^lib/(core|context)/", platform] },
    ),
    forbid(
      "domain-stays-below",
      "A domain knows no edge and no page.",
      { path: domain, pathNot: tests },
      { path: ["^(app|components)/", edges] },
    ),
    forbid(
      "no-framework-below-the-edges",
      "Everything below the edges runs without Next, React or next-auth.",
      { path: ["^lib/(core|context)/", platform, protocol, domain] },
      { path: frameworks },
    ),
    forbid(
      "platform-through-context",
      "A verb gets the platform through its context, but counts by itself; only repositories see db and crypto.",
      { path: domain, pathNot: [repository, tests] },
      { path: platform, pathNot: "^lib/metrics/" },
    ),
    forbid(
      "few-leave-their-workspace",
      "Only what a platform admin looks after, and what a person has in several workspaces, is asked for without the second wall (Z-15).",
      { path: ours, pathNot: [beyondWorkspaces, tests] },
      { path: "^lib/context/as-system\\.ts$" },
    ),
    forbid(
      "repository-sees-db-and-crypto-only",
      "A repository reads, writes, seals and unseals.",
      { path: `${domain}.*repository` },
      { path: "^lib/(config|egress|log|jobs|journal)/" },
    ),
    forbid(
      "repository-is-private",
      "A repository belongs to its folder.",
      { path: "^lib/([^/]+)/", pathNot: tests },
      { path: repository, pathNot: "^lib/$1/" },
    ),
    forbid(
      "components-see-contracts",
      "Components see core, the browser edge and contracts.",
      { path: "^components/", pathNot: tests },
      { path: "^lib/", pathNot: ["^lib/(core|browser)/", contract] },
    ),
    forbid(
      "kit-knows-no-feature",
      "The kit knows no feature.",
      { path: "^components/(ui|form|data-table|layout)/" },
      { path: "^components/", pathNot: "^components/(ui|form|data-table|layout)/" },
    ),
    forbid(
      "features-meet-in-app",
      "Features are put together in app/.",
      { path: "^components/([^/]+)/", pathNot: "^components/(ui|form|data-table|layout)/" },
      { path: "^components/", pathNot: ["^components/(ui|form|data-table|layout)/", "^components/$1/"] },
    ),
    forbid(
      "app-calls-verbs",
      "Pages and routes reach the platform, the protocol and the tables through verbs.",
      { path: "^app/", pathNot: tests },
      { path: [platform, protocol, repository], pathNot: contract },
    ),
    forbid(
      "nobody-imports-app",
      "app/ is the end of the line.",
      { path: "^(lib|components)/", pathNot: tests },
      { path: "^app/" },
    ),
    forbid(
      "lib-knows-no-component",
      "lib/ runs without a page.",
      { path: "^lib/", pathNot: tests },
      { path: "^components/" },
    ),
    forbid(
      "browser-is-thin",
      "What runs in a browser sees core and contracts.",
      { path: "^lib/browser/", pathNot: tests },
      { path: ours, pathNot: ["^lib/(core|browser)/", contract] },
    ),
    forbid(
      "http-stands-on-auth",
      "http asks auth who calls, never the other way round.",
      { path: "^lib/auth/", pathNot: tests },
      { path: "^lib/http/" },
    ),
    forbid(
      "sandbox-stands-apart",
      "The practice provider knows Mooring no better than a real one does.",
      { path: "^lib/sandbox/", pathNot: tests },
      { path: ours, pathNot: ["^lib/(core|sandbox)/", platform] },
    ),
    forbid(
      "server-is-the-top",
      "The process puts everything together; nothing leans on it.",
      { path: ours, pathNot: ["^lib/server/", tests] },
      { path: "^lib/server/" },
    ),
    forbid(
      "egress-is-the-way-out",
      "Every outbound call goes through lib/egress (D-15).",
      { path: ours, pathNot: ["^lib/egress/", tests] },
      { path: "^node_modules/(undici|nodemailer)/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "no-raw-sockets",
      "Only the server, the sandbox and egress may open sockets (P-14).",
      { path: ours, pathNot: ["^lib/(egress|server|sandbox|db)/", tests] },
      { path: "^(node:)?(http|https|http2|net|tls|dgram|dns)$", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "tests-stay-tests",
      "Nothing of the product leans on test code.",
      { path: ours, pathNot: tests },
      { path: "^lib/testing/" },
    ),
  ],
  options: {
    // Generated code is not looked into, but who imports it is.
    doNotFollow: { path: ["node_modules", "^lib/db/generated/"] },
    exclude: { path: "^\\.next/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
