"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { Panel } from "#components/ui/panel.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { CopyStart } from "./copy-start.tsx";
import { CreateOfferingForm } from "./create-offering-form.tsx";
import { DiscoveryStart } from "./discovery-start.tsx";
import { ImportStart } from "./import-start.tsx";

const starts = ["discovery", "blank", "file", "copy"] as const;

/** What an offering can be a copy of. */
export interface CopyOption {
  id: string;
  displayName: string;
  provider: string;
  category: string;
}

/** `/admin/offerings/create`: what to begin with, and then the form or the act itself. */
export function StartOffering({ today, options }: { today: string; options: readonly CopyOption[] }) {
  const t = useTranslations("customOfferings.start");
  const [start, setStart] = useQueryState("from", parseAsStringLiteral(starts).withDefault("discovery"));
  return (
    <div className="grid max-w-3xl gap-4.5">
      <Panel>
        <RadioGroup
          label={t("label")}
          value={start}
          onValueChange={(value) => void setStart(value)}
          options={starts.map((value) => ({
            value,
            label: t(`way.${value}`),
            description: t(`wayHint.${value}`),
          }))}
        />
      </Panel>
      {start === "discovery" ? <DiscoveryStart today={today} /> : null}
      {start === "blank" ? <CreateOfferingForm data={{}} today={today} /> : null}
      {start === "file" ? <ImportStart /> : null}
      {start === "copy" ? <CopyStart options={options} /> : null}
    </div>
  );
}
