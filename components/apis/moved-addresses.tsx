"use client";

import { useTranslations } from "use-intl";
import { Notice } from "#components/ui/notice.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { Api, ApiPreview } from "#lib/apis/contract.ts";

type Addresses = Partial<Pick<Api, "baseUrl" | "authorizeUrl" | "tokenUrl">>;
type Proposed = Partial<Record<keyof Addresses, string>>;

/** The addresses in use that a new document no longer names, with what it names in their place. */
export function proposedAddresses(api: Api, { servers, schemes }: ApiPreview): Proposed {
  const flows = schemes
    .flatMap((scheme) => (scheme.kind === "oauth2" ? scheme.flows : []))
    .filter(
      ({ flow }) => flow === (api.kind === "client_credentials" ? "clientCredentials" : "authorizationCode"),
    );
  const isKept = (list: (string | null)[], used: string | null) => used === null || list.includes(used);
  const pairs: [keyof Addresses, (string | null)[]][] = [
    ["baseUrl", servers.map(({ url }) => url)],
    ["authorizeUrl", flows.map(({ authorizationUrl }) => authorizationUrl)],
    ["tokenUrl", flows.map(({ tokenUrl }) => tokenUrl)],
  ];
  return Object.fromEntries(
    pairs.flatMap(([name, named]) => {
      const [first] = named;
      return first && !isKept(named, api[name]) ? [[name, first]] : [];
    }),
  );
}

interface MovedAddressesProps {
  proposed: Proposed;
  api: Api;
  isMoving: boolean;
  onMovingChange: (isMoving: boolean) => void;
}

/** Whether to go on with the addresses in use, or to take the document's; taking them has its price. */
export function MovedAddresses({ proposed, api, isMoving, onMovingChange }: MovedAddressesProps) {
  const t = useTranslations("apis.import");
  const names = Object.entries(proposed) as [keyof Addresses, string][];
  return (
    <div className="grid gap-3">
      <RadioGroup
        label={t("moved")}
        value={isMoving ? "move" : "keep"}
        onValueChange={(value) => onMovingChange(value === "move")}
        options={[
          { value: "keep", label: t("keep"), description: names.map(([name]) => api[name]).join(" · ") },
          { value: "move", label: t("move"), description: names.map(([, url]) => url).join(" · ") },
        ]}
      />
      {isMoving ? (
        <Notice tone="warn" isAnnounced title={t("moveTitle")}>
          {t("moveDetail", { count: api.integration.connectionCount })}
        </Notice>
      ) : null}
    </div>
  );
}
