"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { toast } from "#components/ui/toast.tsx";
import { useCreateOffering } from "./queries.ts";
import type { CopyOption } from "./start-offering.tsx";

/** Begins with a copy of an offering that is nearly what is wanted. */
export function CopyStart({ options }: { options: readonly CopyOption[] }) {
  const t = useTranslations("customOfferings.copy");
  const router = useRouter();
  const create = useCreateOffering();
  const [copyOf, setCopyOf] = useState<string | null>(null);

  async function submit(id: string) {
    const offering = await create.mutateAsync({ copyOf: id });
    toast(t("done", { name: offering.displayName }));
    router.push(`/admin/offerings/${offering.id}` as Route);
  }

  return (
    <Panel
      title={t("title")}
      description={t("description")}
      footer={
        <Button
          variant="primary"
          disabled={copyOf === null}
          isPending={create.isPending}
          onClick={() => copyOf && void submit(copyOf).catch(() => undefined)}
        >
          {t("action")}
        </Button>
      }
    >
      <div className="grid gap-4">
        <Field label={t("offering")} isRequired>
          {(control) => (
            <Combobox
              {...control}
              value={copyOf}
              onValueChange={setCopyOf}
              placeholder={t("placeholder")}
              emptyText={t("empty")}
              options={options.map(({ id, displayName, provider, category }) => ({
                value: id,
                label: displayName,
                description: category,
                keywords: provider,
                mark: <ProviderMark provider={provider} name={displayName} size="sm" />,
              }))}
            />
          )}
        </Field>
        {create.error ? <ErrorNotice error={create.error} /> : null}
      </div>
    </Panel>
  );
}
