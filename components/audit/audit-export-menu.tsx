"use client";

import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { auditFormats } from "#lib/audit/contract.ts";
import { toSearch } from "#lib/browser/to-search.ts";

/** Downloads exactly what the filter shows, in the format that is chosen. */
export function AuditExportMenu({ filter }: { filter: Record<string, string | null> }) {
  const t = useTranslations("audit.export");
  return (
    <Menu trigger={<Button icon={<Download aria-hidden />}>{t("button")}</Button>}>
      {auditFormats.map((format) => (
        <MenuItem
          key={format}
          onClick={() =>
            window.location.assign(`/api/audit-events/export?${toSearch({ ...filter, format })}`)
          }
        >
          {t(format)}
        </MenuItem>
      ))}
    </Menu>
  );
}
