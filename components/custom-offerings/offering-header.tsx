"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ProviderMark } from "#components/ui/provider-mark.tsx";
import { toast } from "#components/ui/toast.tsx";
import { OfferingState } from "./offering-state.tsx";
import { useCreateOffering, useCustomOffering } from "./queries.ts";

/** The head of an offering's page: what it is, how it stands, and what can be made of it. */
export function OfferingHeader({ id }: { id: string }) {
  const t = useTranslations("customOfferings");
  const router = useRouter();
  const { data: offering } = useCustomOffering(id);
  const create = useCreateOffering();

  async function duplicate() {
    const copy = await create.mutateAsync({ copyOf: id });
    toast(t("copied", { name: copy.displayName }));
    router.push(`/admin/offerings/${copy.id}` as Route);
  }

  return (
    <PageHeader
      title={offering.displayName}
      mark={<ProviderMark provider={offering.provider} name={offering.displayName} size="lg" />}
      breadcrumbs={[{ label: t("adminConsole") }, { label: t("title"), href: "/admin/offerings" }]}
      description={
        <span className="mt-1 flex flex-wrap items-center gap-2.5">
          <OfferingState offering={offering} />
          <code className="text-sm wrap-anywhere text-ink-3">{offering.id}</code>
        </span>
      }
      actions={
        <>
          <a
            href={`/api/custom-offerings/${encodeURIComponent(id)}/export`}
            download
            className={buttonClass({ variant: "secondary" })}
          >
            {t("export")}
          </a>
          <Button isPending={create.isPending} onClick={() => void duplicate().catch(() => undefined)}>
            {t("duplicate")}
          </Button>
        </>
      }
    />
  );
}
