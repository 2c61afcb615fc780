"use client";

import { useTranslations } from "use-intl";
import {
  judgeRedirectUri,
  type RedirectUriFinding,
  readRedirectUriRules,
} from "#lib/core/redirect-uri-rules.ts";
import { Notice } from "./notice.tsx";
import { type Proof, ProofList, type ProofState } from "./proof-list.tsx";

const states = { fine: "proven", refused: "refuted", note: "open" } as const satisfies Record<
  RedirectUriFinding["verdict"],
  ProofState
>;

interface RedirectUriCheckProps {
  uri: string;
  provider: string;
  /** The provider's rules in its own words. */
  rules: string | null;
  /** Only one address can be registered there. */
  isSingle: boolean;
}

/** What a provider's rules about callback URLs mean for ours, before anybody tries; nothing where nothing is known. */
export function RedirectUriCheck({ uri, provider, rules, isSingle }: RedirectUriCheckProps) {
  const t = useTranslations("ui.redirectUri");
  // That it must match to the letter is said wherever the address stands.
  const findings = judgeRedirectUri(uri, readRedirectUriRules(rules, isSingle)).filter(
    ({ code }) => code !== "exact",
  );
  const refused = findings.find(({ verdict }) => verdict === "refused");
  const proofs = findings
    .filter(({ verdict }) => verdict !== "refused")
    .map(({ code, verdict }): Proof => ({ id: code, state: states[verdict], title: t(code, { provider }) }));
  return (
    <>
      {refused ? (
        <Notice tone="bad" title={t(refused.code, { provider })}>
          {t("refusedWay")}
        </Notice>
      ) : null}
      {proofs.length > 0 ? <ProofList proofs={proofs} /> : null}
    </>
  );
}
