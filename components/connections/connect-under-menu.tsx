"use client";

import { ChevronDown, Link2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ButtonProps } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuChoices, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";

interface Named {
  id: string;
  slug: string;
  name: string;
  isDefault: boolean;
}

/** What a workspace tells apart. */
export interface Surroundings {
  runtimeConfigurations: readonly Named[];
  applications: readonly Named[];
}

interface ConnectUnderMenuProps extends Pick<ButtonProps, "variant" | "size"> {
  surroundings: Surroundings;
  onStart: (under: { runtime?: string; application?: string }) => void;
}

const NONE = "none";

/** Chooses under what an account is connected, the default first; nothing where there is nothing to choose. */
export function ConnectUnderMenu({ surroundings, variant, size, onStart }: ConnectUnderMenuProps) {
  const t = useTranslations("connections.connect");
  const { runtimeConfigurations, applications } = surroundings;
  const runtimes = [...runtimeConfigurations].sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
  const [runtime, setRuntime] = useState(runtimes[0]?.id ?? "");
  const [application, setApplication] = useState(NONE);
  if (runtimes.length < 2 && applications.length < 2) return null;
  return (
    <Menu
      trigger={
        <IconButton label={t("under")} icon={<ChevronDown aria-hidden />} variant={variant} size={size} />
      }
    >
      <MenuChoices
        label={t("runtimeConfiguration")}
        value={runtime}
        onValueChange={setRuntime}
        options={runtimes.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <MenuSeparator />
      <MenuChoices
        label={t("application")}
        value={application}
        onValueChange={setApplication}
        options={[
          { value: NONE, label: t("noApplication") },
          ...applications.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <MenuSeparator />
      <MenuItem
        icon={<Link2 aria-hidden />}
        onClick={() => onStart({ runtime, ...(application !== NONE && { application }) })}
      >
        {t("connectUnder")}
      </MenuItem>
    </Menu>
  );
}
