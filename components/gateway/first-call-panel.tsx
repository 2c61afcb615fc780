"use client";

import { useTranslations } from "use-intl";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toCurl } from "./try-it-request.ts";

interface FirstCallPanelProps {
  origin: string;
  slug: string;
  /** A path that is known to answer. */
  examplePath: string;
}

/** How software calls the provider through an integration: a command to paste, and the way to a key for it. */
export function FirstCallPanel({ origin, slug, examplePath }: FirstCallPanelProps) {
  const t = useTranslations("gateway.firstCall");
  const curl = toCurl({ method: "GET", url: examplePath, headers: "", data: "" }, {}, { origin, slug });
  return (
    <Panel
      title={t("title")}
      description={t("description")}
      action={
        <LinkButton href="/settings/api-keys" size="sm">
          {t("keys")}
        </LinkButton>
      }
    >
      <CodeBlock label={t("curl")} code={curl} />
    </Panel>
  );
}
