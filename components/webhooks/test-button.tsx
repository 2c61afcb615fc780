"use client";

import { Send } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/error-notice.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Delivery } from "#lib/webhooks/contract.ts";
import { DeliveryFacts } from "./delivery-facts.tsx";
import { useTestWebhook } from "./queries.ts";

/** Sends a test event; a dialog says why it did not arrive. */
export function TestButton({ id }: { id: string }) {
  const t = useTranslations("webhooks");
  const test = useTestWebhook(id);
  const hasFailed = test.error !== null || test.data?.state === "failed";

  function tell({ state, lastStatus }: Delivery) {
    if (state === "delivered") toast(t("testArrived", { status: String(lastStatus) }));
  }

  return (
    <>
      <Button
        variant="primary"
        icon={<Send aria-hidden className="size-4" />}
        isPending={test.isPending}
        onClick={() => test.mutate(undefined, { onSuccess: tell })}
      >
        {t("test")}
      </Button>
      <Dialog open={hasFailed} onOpenChange={() => test.reset()} title={t("testFailed")}>
        {test.data ? <DeliveryFacts delivery={test.data} /> : <ErrorNotice error={test.error} />}
      </Dialog>
    </>
  );
}
