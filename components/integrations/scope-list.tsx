"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { CheckboxRow } from "#components/ui/checkbox-row.tsx";
import { FieldError } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { scopeSchema } from "#lib/integrations/contract.ts";
import type { Offering } from "#lib/offerings/contract.ts";

interface ScopeListProps {
  offering: Offering;
  value: readonly string[];
  onValueChange: (scopes: string[]) => void;
  error?: string;
  id: string;
  /** The required ones are about people who sign in; a client by itself is free to choose. */
  isForPeople?: boolean;
}

/** The offering's scopes with what each allows: required ones ticked and locked, others free, and any further one by name. */
export function ScopeList({ offering, value, onValueChange, error, id, isForPeople = true }: ScopeListProps) {
  const t = useTranslations("integrations.scopes");
  const known = offering.scopes.catalog;
  const required = new Set(isForPeople ? offering.scopes.required : []);
  const extra = value.filter((scope) => !known.some((one) => one.id === scope));
  const rows = [...known, ...extra.map((id) => ({ id, description: t("ownScope"), sensitive: false }))].sort(
    (a, b) => Number(required.has(b.id)) - Number(required.has(a.id)),
  );

  function toggle(scope: string, isChecked: boolean) {
    onValueChange(isChecked ? [...value, scope] : value.filter((one) => one !== scope));
  }

  return (
    <fieldset id={id} tabIndex={-1} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="sr-only">{t("title")}</legend>
      <ul className="divide-y">
        {rows.map((scope) => (
          <li key={scope.id}>
            <CheckboxRow
              label={<code>{scope.id}</code>}
              description={scope.description}
              checked={required.has(scope.id) || value.includes(scope.id)}
              isLocked={required.has(scope.id)}
              onCheckedChange={(isChecked) => toggle(scope.id, isChecked)}
              note={
                <span className="inline-flex items-center gap-2">
                  {scope.sensitive ? <Badge tone="warn">{t("sensitive")}</Badge> : null}
                  {required.has(scope.id) ? t("required") : t("optional")}
                </span>
              }
            />
          </li>
        ))}
      </ul>
      <AddScope onAdd={(scope) => toggle(scope, true)} taken={value} />
      {error ? (
        <div className="px-5 pb-4">
          <FieldError id={`${id}-error`}>{error}</FieldError>
        </div>
      ) : null}
    </fieldset>
  );
}

function AddScope({ onAdd, taken }: { onAdd: (scope: string) => void; taken: readonly string[] }) {
  const t = useTranslations("integrations.scopes");
  const [text, setText] = useState("");
  const [error, setError] = useState("");

  function add() {
    const scope = text.trim();
    if (!scope) return;
    if (!scopeSchema.safeParse(scope).success) return setError(t("malformed"));
    if (!taken.includes(scope)) onAdd(scope);
    setText("");
    setError("");
  }

  return (
    <div className="grid gap-1.5 border-t px-4 py-3">
      <div className="flex gap-2">
        <Input
          isMono
          value={text}
          placeholder={t("addPlaceholder")}
          aria-label={t("addLabel")}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "add-scope-error" : undefined}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        <Button onClick={add}>{t("add")}</Button>
      </div>
      {error ? <FieldError id="add-scope-error">{error}</FieldError> : null}
    </div>
  );
}
