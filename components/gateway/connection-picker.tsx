"use client";

import { useTranslations } from "use-intl";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Connection } from "#lib/connections/contract.ts";

interface ConnectionPickerProps {
  /** What the person may use of the integration: their own, and what others share. */
  connections: readonly Connection[];
  value: string;
  onValueChange: (id: string) => void;
}

/** Through which connection the call goes; nothing where there is only one. */
export function ConnectionPicker({ connections, value, onValueChange }: ConnectionPickerProps) {
  const t = useTranslations("gateway");
  if (connections.length < 2) return null;
  return (
    <Field label={t("connection")}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onValueChange={onValueChange}
          options={connections.map(({ id, name, account, isShared, owner }) => ({
            value: id,
            label: name ?? account?.label ?? account?.email ?? account?.id ?? id,
            description: isShared
              ? t("sharedBy", { owner: owner.name })
              : t("ownedBy", { owner: owner.name }),
          }))}
        />
      )}
    </Field>
  );
}
