"use client";

import "./globals.css";
import { IntlProvider } from "use-intl";
import { PageError } from "#components/layout/page-error.tsx";
import { locale, messages } from "./messages.ts";

// Stands in for the root layout when that itself fails, so it brings its own document.
export default function GlobalErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang={locale}>
      <body className="app-root font-sans">
        <IntlProvider locale={locale} messages={messages} timeZone="UTC">
          <PageError digest={error.digest} onRetry={reset} />
        </IntlProvider>
      </body>
    </html>
  );
}
