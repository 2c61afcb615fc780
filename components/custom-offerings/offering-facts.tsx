"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { KeyValueList } from "#components/ui/key-value-list.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Steps } from "#components/ui/steps.tsx";
import type { OfferingData } from "#lib/custom-offerings/contract.ts";
import { type AuthValues, valuesOf } from "./offering-values.ts";

interface FactsProps {
  data: OfferingData;
}

/** An offering to read, in the sections of the form. What is empty is left out. */
export function OfferingFacts({ data }: FactsProps) {
  return (
    <>
      <AddressFacts data={data} />
      <ScopeFacts data={data} />
      <ApiFacts data={data} />
      <SetupFacts data={data} />
      <RestFacts data={data} />
    </>
  );
}

type Fact = [key: string, value: ReactNode, isMono?: boolean];

function Facts({ title, facts }: { title: string; facts: Fact[] }) {
  const items = facts.flatMap(([key, value, isMono = true]) => {
    if (value === null || value === undefined || value === "") return [];
    return [{ key, value: isMono ? <code className="text-sm whitespace-pre-wrap">{value}</code> : value }];
  });
  return (
    <Panel title={title}>
      <KeyValueList isStacked items={items} />
    </Panel>
  );
}

function AddressFacts({ data }: FactsProps) {
  const t = useTranslations("customOfferings");
  const { data: values } = valuesOf(data, data.checkedOn);
  const { authorize, token, revocation } = values;
  return (
    <>
      <Facts
        title={t("sections.identity")}
        facts={[
          [t("fields.provider"), values.provider],
          [t("fields.environment"), values.environment],
          [t("fields.category"), values.category],
          [t("fields.accepts"), values.accepts.map((kind) => t(`kind.${kind}`)).join(", "), false],
          [t("fields.confidence"), t(`confidence.${values.confidence}`), false],
          [t("fields.checkedOn"), data.checkedOn, false],
          [t("fields.docsUrl"), values.docsUrl],
        ]}
      />
      <Facts
        title={t("sections.signIn")}
        facts={[
          [t("fields.authorizeUrl"), authorize.url],
          [t("fields.protocol"), t(`protocol.${values.protocol}`), false],
          [t("fields.pkce"), t(`pkce.${values.pkce.support}`), false],
          [t("fields.issuer"), values.issuer],
          [t("fields.authorizeParams"), authorize.params],
          [t("fields.offlineParams"), authorize.offlineParams],
          [t("fields.optionalParams"), authorize.optionalParams],
        ]}
      />
      <Facts
        title={t("sections.token")}
        facts={[
          [t("fields.tokenUrl"), token.url],
          [t("fields.refreshUrl"), token.refreshUrl],
          [t("fields.bodyFormat"), t(`bodyFormat.${token.bodyFormat}`), false],
          [t("fields.lifetime"), values.accessToken.lifetimeSeconds, false],
          [t("fields.issued"), t(`issued.${values.refresh.issued}`), false],
          [t("fields.rotates"), t(`rotates.${values.refresh.rotates}`), false],
          [t("fields.tokenParams"), token.params],
          [t("fields.refreshParams"), token.refreshParams],
          [t("fields.tokenHeaders"), token.headers],
        ]}
      />
      <Facts
        title={t("sections.client")}
        facts={[
          [
            t("fields.supported"),
            values.clientAuth.supported.map((way) => t(`way.${way}`)).join(", "),
            false,
          ],
          [t("fields.preferred"), t(`way.${values.clientAuth.preferred}`), false],
        ]}
      />
      <Facts
        title={t("sections.revocation")}
        facts={[
          [t("fields.revocationKind"), t(`revocationKind.${revocation.kind}`), false],
          [t("fields.revocationUrl"), revocation.url],
          [t("fields.method"), revocation.url ? revocation.method : null],
        ]}
      />
    </>
  );
}

function ScopeFacts({ data }: FactsProps) {
  const t = useTranslations("customOfferings");
  const { catalog } = data.scopes;
  return (
    <Panel title={t("sections.scopes")} isFlush>
      {catalog.length === 0 ? <p className="px-5 py-4 text-ink-3">{t("noScopes")}</p> : null}
      <ul className="divide-y">
        {catalog.map(({ id, description, kind, sensitive }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 px-5 py-2.5">
            <span className="min-w-0">
              <code className="block wrap-anywhere text-ink">{id}</code>
              <span className="block text-sm text-ink-3">{description}</span>
            </span>
            <span className="inline-flex items-center gap-2 text-sm text-ink-3">
              {sensitive ? <Badge tone="warn">{t("fields.sensitive")}</Badge> : null}
              {t(`scopeKind.${kind}`)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ApiFacts({ data }: FactsProps) {
  const t = useTranslations("customOfferings");
  const { account, api, variables } = valuesOf(data, data.checkedOn).data;
  return (
    <>
      <Facts
        title={t("sections.api")}
        facts={[
          [t("fields.baseUrl"), api.baseUrl],
          [t("fields.tokenPlace"), placeOf(api.auth)],
          [t("fields.keyPlace"), api.keyAuth.place === "same" ? null : placeOf(api.keyAuth)],
          [t("fields.apiHeaders"), api.headers],
        ]}
      />
      <Facts
        title={t("sections.account")}
        facts={[
          [
            t("fields.accountUrl"),
            account.url ? `${account.method} ${account.url}` : t("noAccount"),
            account.url !== "",
          ],
          [t("fields.idPath"), account.idPath],
          [t("fields.labelPath"), account.labelPath],
          [t("fields.emailPath"), account.emailPath],
          [t("fields.picturePath"), account.picturePath],
        ]}
      />
      {variables.length === 0 ? null : (
        <Facts
          title={t("sections.variables")}
          facts={variables.map(({ name, label, pattern, choices }) => [
            `${label} ({${name}})`,
            pattern || choices || t("anyValue"),
          ])}
        />
      )}
    </>
  );
}

function placeOf({ place, header, template, query }: AuthValues): string {
  return place === "query" ? `?${query}=…` : `${header}: ${template}`;
}

function SetupFacts({ data }: FactsProps) {
  const t = useTranslations("customOfferings");
  const { steps, redirectUriRules } = data.setup;
  return (
    <Panel title={t("sections.setup")}>
      <Steps>{steps}</Steps>
      {redirectUriRules ? <p className="mt-3 text-ink-2">{redirectUriRules}</p> : null}
    </Panel>
  );
}

function RestFacts({ data }: FactsProps) {
  const t = useTranslations("customOfferings");
  return (
    <Panel title={t("sections.advanced")}>
      <CodeBlock code={valuesOf(data, data.checkedOn).rest} label={t("fields.rest")} />
    </Panel>
  );
}
