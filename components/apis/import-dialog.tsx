"use client";

import { FileUp } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Api, ApiImport, ImportApiInput } from "#lib/apis/contract.ts";
import { DifferenceView } from "./difference-view.tsx";
import { ImportSourceForm } from "./import-source-form.tsx";
import { MovedAddresses, proposedAddresses } from "./moved-addresses.tsx";
import { useImportApi } from "./queries.ts";

type Source = Pick<ImportApiInput, "document" | "documentUrl">;

/** Imports a document again: shows what would change, and applies it once that was seen. */
export function ImportDialog({ api }: { api: Api }) {
  const t = useTranslations("apis.import");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button icon={<FileUp aria-hidden />}>{api.document ? t("again") : t("first")}</Button>}
      title={api.document ? t("again") : t("first")}
      description={t("description")}
      size="lg"
    >
      <ImportSteps key={api.revision} api={api} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function ImportSteps({ api, onDone }: { api: Api; onDone: () => void }) {
  const t = useTranslations("apis.import");
  const compare = useImportApi(api.id);
  const apply = useImportApi(api.id);
  const [seen, setSeen] = useState<{ source: Source; shown: ApiImport } | null>(null);
  const [isMoving, setIsMoving] = useState(false);

  if (!seen)
    return (
      <ImportSourceForm
        api={api}
        onRead={async (source) =>
          setSeen({ source, shown: await compare.mutateAsync({ ...source, isApplied: false }) })
        }
      />
    );
  const { source, shown } = seen;
  const proposed = proposedAddresses(api, shown.preview);
  const moves = Object.keys(proposed).length > 0;
  const { connectionCount } = api.integration;

  async function confirm() {
    await apply.mutateAsync({
      ...source,
      isApplied: true,
      expectedHash: shown.preview.hash,
      expectedRevision: shown.api.revision,
      ...(isMoving && { ...proposed, acknowledgedConnections: connectionCount }),
    });
    toast(t("applied"));
    onDone();
  }

  return (
    <div className="grid gap-5">
      <DifferenceView difference={shown.difference} />
      {moves ? (
        <MovedAddresses proposed={proposed} api={api} isMoving={isMoving} onMovingChange={setIsMoving} />
      ) : null}
      {apply.isError ? <ErrorNotice error={apply.error} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={() => setSeen(null)}>
          {t("back")}
        </Button>
        <Button
          variant="primary"
          isPending={apply.isPending}
          onClick={() => void confirm().catch(() => undefined)}
        >
          {t("apply")}
        </Button>
      </div>
    </div>
  );
}
