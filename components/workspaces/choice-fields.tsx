"use client";

import { useTranslations } from "use-intl";
import { Combobox } from "#components/ui/combobox.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Departure } from "#lib/workspaces/contract.ts";
import { type Choice, candidates } from "./departure-choices.ts";

interface ChoiceFieldsProps {
  /** What the choice is about, for those who hear it. */
  name: string;
  isShared: boolean;
  isForEverybody?: boolean;
  people: Departure["people"];
  value: Choice;
  onChange: (choice: Choice) => void;
}

/** What becomes of something, and to whom it goes. What nobody could get is not offered. */
export function ChoiceFields({
  name,
  isShared,
  isForEverybody = false,
  people,
  ...field
}: ChoiceFieldsProps) {
  const t = useTranslations("workspaces.leave");
  const { value, onChange } = field;
  const acts = (
    isShared ? (["keep", "transfer", "revoke"] as const) : (["revoke", "transfer"] as const)
  ).filter((act) => act === "revoke" || candidates(people, act, isForEverybody).length > 0);
  const whom = candidates(people, value.act, isForEverybody);
  function choose(act: Choice["act"]) {
    const isStill = candidates(people, act, isForEverybody).some(({ id }) => id === value.toId);
    onChange({ act, toId: isStill ? value.toId : null });
  }
  return (
    <div className="grid w-full min-w-0 gap-2 text-left sm:w-56">
      <Select
        aria-label={t("decisionOf", { name })}
        value={value.act}
        onValueChange={choose}
        options={acts.map((act) => ({
          ...{ value: act, label: t(`acts.${act}`) },
          description: t(`actDetails.${act}`),
        }))}
      />
      {value.act === "revoke" ? null : (
        <Combobox
          aria-label={t("toWhom", { name })}
          searchLabel={t("searchPeople")}
          placeholder={t("choosePerson")}
          value={value.toId}
          onValueChange={(toId) => onChange({ ...value, toId })}
          options={whom.map(({ id, name, role }) => ({
            ...{ value: id, label: name },
            description: t(`roles.${role}`),
          }))}
        />
      )}
    </div>
  );
}
