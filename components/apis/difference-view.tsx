"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import { MethodChip } from "#components/ui/method-chip.tsx";
import type { ApiDifference } from "#lib/apis/contract.ts";

const SHOWN = 50;

/** What a new document changes: operations, servers, security schemes, each added, removed or changed. */
export function DifferenceView({ difference }: { difference: ApiDifference }) {
  const t = useTranslations("apis.difference");
  const { operations, servers, schemes } = difference;
  const lists = [operations.added, operations.removed, operations.changed, servers.added, servers.removed];
  const isSame = [...lists, ...Object.values(schemes)].every((list) => list.length === 0);
  if (isSame) return <p className="text-ink-2">{t("same")}</p>;
  return (
    <div className="grid gap-4">
      <Group title={t("operations")}>
        <Operations kind="added" tone="ok" items={operations.added} />
        <Operations kind="removed" tone="bad" items={operations.removed} />
        <Operations kind="changed" tone="warn" items={operations.changed} />
      </Group>
      <Group title={t("servers")}>
        <Texts kind="added" tone="ok" items={servers.added} />
        <Texts kind="removed" tone="bad" items={servers.removed} />
      </Group>
      <Group title={t("schemes")}>
        <Texts kind="added" tone="ok" items={schemes.added} />
        <Texts kind="removed" tone="bad" items={schemes.removed} />
        <Texts kind="changed" tone="warn" items={schemes.changed} />
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="group/part">
      <h3 className="mb-1.5 font-medium text-ink">{title}</h3>
      <div className="grid gap-1.5 has-[li]:[&>p]:hidden">
        {children}
        <NothingHere />
      </div>
    </section>
  );
}

function NothingHere() {
  const t = useTranslations("apis.difference");
  return <p className="text-sm text-ink-3">{t("unchanged")}</p>;
}

interface ListProps<T> {
  kind: "added" | "removed" | "changed";
  tone: BadgeTone;
  items: readonly T[];
}

function Operations({
  kind,
  tone,
  items,
}: ListProps<ApiDifference["operations"]["added"][number] & { parts?: string[] }>) {
  const t = useTranslations("apis.difference");
  if (items.length === 0) return null;
  return (
    <ul aria-label={t(kind)} className="grid gap-3 sm:gap-1.5">
      {items.slice(0, SHOWN).map(({ key, method, path, parts }) => (
        <li key={key} className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
          <Badge tone={tone} className="w-20 justify-center">
            {t(kind)}
          </Badge>
          <MethodChip method={method} />
          <span className="min-w-0 flex-1 basis-40">
            <code className="text-sm wrap-anywhere text-ink">{path}</code>
            {parts ? (
              <span className="block text-sm text-ink-3">
                {parts.map((part) => t(`part.${part as "summary"}`)).join(", ")}
              </span>
            ) : null}
          </span>
        </li>
      ))}
      <More count={items.length - SHOWN} />
    </ul>
  );
}

function Texts({ kind, tone, items }: ListProps<string>) {
  const t = useTranslations("apis.difference");
  if (items.length === 0) return null;
  return (
    <ul aria-label={t(kind)} className="grid gap-1.5">
      {items.slice(0, SHOWN).map((item) => (
        <li key={item} className="flex min-w-0 items-baseline gap-2.5">
          <Badge tone={tone} className="w-20 justify-center">
            {t(kind)}
          </Badge>
          <code className="min-w-0 text-sm wrap-anywhere text-ink">{item}</code>
        </li>
      ))}
      <More count={items.length - SHOWN} />
    </ul>
  );
}

function More({ count }: { count: number }) {
  const t = useTranslations("apis.difference");
  return count > 0 ? <li className="text-sm text-ink-3">{t("more", { count })}</li> : null;
}
