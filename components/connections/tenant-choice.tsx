"use client";

import { useTranslations } from "use-intl";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Connection } from "#lib/connections/contract.ts";
import { useChooseTenant } from "./queries.ts";
import { useTenantWord } from "./use-tenant-word.ts";

/** Beyond so many, a list to open is read more easily than all of them side by side. */
const SIDE_BY_SIDE = 6;

/** Which of the sites, organisations or accounts of a grant the calls go to. A choice counts at once. `isTitled`: the question stands above already. */
export function TenantChoice({ connection, isTitled }: { connection: Connection; isTitled?: boolean }) {
  const t = useTranslations("connections.tenant");
  const word = useTenantWord(connection.tenants);
  const choose = useChooseTenant(connection.id);
  const items = connection.tenants?.items ?? [];
  const value = choose.isPending ? choose.variables : (connection.tenants?.chosen?.id ?? "");
  const label = t("which", { word });
  const options = items.map(({ id, label: name }) => ({ value: id, label: name ?? id }));
  const isDisabled = !connection.canManage || choose.isPending;

  async function change(tenant: string) {
    if (tenant === connection.tenants?.chosen?.id) return;
    const changed = await choose.mutateAsync(tenant).catch(() => null);
    const chosen = changed?.tenants?.chosen;
    if (chosen) toast(t("moved", { name: chosen.label ?? chosen.id }));
  }

  return (
    <div className="grid gap-3">
      {options.length > SIDE_BY_SIDE ? (
        <div className="grid gap-1.5">
          {isTitled ? null : <div className="font-medium text-ink">{label}</div>}
          <Select
            aria-label={label}
            options={options}
            value={value}
            disabled={isDisabled}
            onValueChange={(tenant) => void change(tenant)}
          />
        </div>
      ) : (
        <RadioGroup
          label={isTitled ? <span className="sr-only">{label}</span> : label}
          options={options}
          value={value}
          disabled={isDisabled}
          onValueChange={(tenant) => void change(tenant)}
        />
      )}
      {choose.isError ? <ErrorNotice error={choose.error} /> : null}
    </div>
  );
}
