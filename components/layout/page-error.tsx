"use client";

import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { RequestId } from "#components/ui/error-notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { PlainPage } from "./plain-page.tsx";

interface PageErrorProps {
  /** The id under which the server logged why. */
  digest: string | undefined;
  onRetry: () => void;
}

/** A page that could not be made. */
export function PageError(props: PageErrorProps) {
  const t = useTranslations("ui");
  return (
    <PlainPage title={t("unexpectedError")} description={t("unexpectedErrorDetail")}>
      <WayOut {...props} />
    </PlainPage>
  );
}

/** The same, inside the console: the navigation stays. */
export function PageErrorInConsole(props: PageErrorProps) {
  const t = useTranslations("ui");
  return (
    <>
      <PageHeader title={t("unexpectedError")} description={t("unexpectedErrorDetail")} />
      <div className="grid justify-items-start gap-4">
        <WayOut {...props} />
      </div>
    </>
  );
}

function WayOut({ digest, onRetry }: PageErrorProps) {
  const t = useTranslations("ui");
  return (
    <>
      {digest ? <RequestId id={digest} /> : null}
      <Button onClick={onRetry}>{t("retry")}</Button>
    </>
  );
}
