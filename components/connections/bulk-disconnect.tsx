"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Connection, DisconnectedConnection } from "#lib/connections/contract.ts";
import { useConnectionName } from "./account-name.tsx";
import { useDisconnectSelected } from "./queries.ts";

const SHOWN = 5;

interface BulkDisconnectProps {
  selected: readonly Connection[];
  onClear: () => void;
}

/** What was done: how many, and which were left alone and why. */
interface Outcome {
  done: number;
  pending: number;
  left: { id: string; name: string; detail: string }[];
}

/** Disconnects what is ticked after one question, and says what could not be done. */
export function BulkDisconnect({ selected, onClear }: BulkDisconnectProps) {
  const t = useTranslations("connections.bulk");
  const nameOf = useConnectionName();
  const disconnect = useDisconnectSelected();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const count = selected.length;

  async function confirm() {
    const names = new Map(selected.map((connection) => [connection.id, nameOf(connection)]));
    const { items } = await disconnect.mutateAsync([...names.keys()]);
    setOutcome(toOutcome(items, names));
    onClear();
  }

  return (
    <>
      {outcome ? <OutcomeNotice outcome={outcome} onClose={() => setOutcome(null)} /> : null}
      {count === 0 ? null : (
        <div className="mb-3 flex flex-wrap items-center gap-2 rounded-lg border bg-raised px-4 py-2">
          <span className="flex-1 basis-full font-medium text-ink sm:basis-auto" role="status">
            {t("selected", { count })}
          </span>
          <Button size="sm" variant="quiet" onClick={onClear}>
            {t("clear")}
          </Button>
          <AlertDialog
            trigger={
              <Button size="sm" variant="danger-quiet">
                {t("act", { count })}
              </Button>
            }
            title={t("title", { count })}
            description={t("detail")}
            blastRadius={<Blast selected={selected} />}
            confirmText={
              selected.some(({ isShared }) => isShared) || count > 1 ? t("confirm", { count }) : undefined
            }
            actionLabel={t("act", { count })}
            onConfirm={confirm}
          />
        </div>
      )}
    </>
  );
}

function toOutcome(items: readonly DisconnectedConnection[], names: ReadonlyMap<string, string>): Outcome {
  return {
    done: items.filter(({ problem }) => problem === null).length,
    pending: items.filter(({ outcome }) => outcome === "pending").length,
    left: items.flatMap(({ id, problem }) =>
      problem ? [{ id, name: names.get(id) ?? id, detail: problem.detail }] : [],
    ),
  };
}

function Blast({ selected }: { selected: readonly Connection[] }) {
  const t = useTranslations("connections.bulk");
  const nameOf = useConnectionName();
  const shared = selected.filter(({ isShared }) => isShared).length;
  const owners = new Set(selected.map(({ ownerId }) => ownerId)).size;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink">{t("counts", { shared, personal: selected.length - shared })}</p>
      <p>{t("owners", { count: owners })}</p>
      <ul className="grid list-disc gap-0.5 pl-4">
        {selected.slice(0, SHOWN).map((connection) => (
          <li key={connection.id} className="wrap-anywhere">
            {t("row", { name: nameOf(connection), integration: connection.integration.name })}
          </li>
        ))}
        {selected.length > SHOWN ? <li>{t("more", { count: selected.length - SHOWN })}</li> : null}
      </ul>
    </div>
  );
}

function OutcomeNotice({
  outcome: { done, pending, left },
  onClose,
}: {
  outcome: Outcome;
  onClose: () => void;
}) {
  const t = useTranslations("connections.bulk");
  return (
    <Notice
      isAnnounced
      className="mb-3"
      tone={left.length > 0 ? "warn" : "ok"}
      title={t("done", { count: done })}
      action={
        <Button size="sm" variant="quiet" onClick={onClose}>
          {t("close")}
        </Button>
      }
    >
      {pending > 0 ? <p>{t("pending", { count: pending })}</p> : null}
      {left.length > 0 ? (
        <>
          <p>{t("left", { count: left.length })}</p>
          <ul className="grid list-disc gap-0.5 pl-4">
            {left.map(({ id, name, detail }) => (
              <li key={id} className="wrap-anywhere">
                {t("leftRow", { name, detail })}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Notice>
  );
}
