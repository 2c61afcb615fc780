"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useEffect, useState } from "react";
import { IntlProvider } from "use-intl";
import { Toaster } from "#components/ui/toast.tsx";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import { createQueryClient } from "#lib/browser/query-client.ts";
import { readTheme, showTheme } from "#lib/browser/theme.ts";
import { locale, messages } from "./messages.ts";

interface ProvidersProps {
  /** The time at the server, so that relative times agree while hydrating. */
  now: Date;
  children: ReactNode;
}

/** What every page stands in. Base UI may not write `<style>` elements: the CSP allows files only. */
export function Providers({ now, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  // A page that the browser had to render alone (a 404 deep in the tree) never ran the theme's script.
  useEffect(() => showTheme(readTheme()), []);
  return (
    <CSPProvider disableStyleElements>
      <IntlProvider locale={locale} messages={messages} timeZone="UTC" now={now}>
        <QueryClientProvider client={queryClient}>
          <NuqsAdapter>
            <TooltipProvider delay={350}>
              {children}
              <Toaster />
            </TooltipProvider>
          </NuqsAdapter>
        </QueryClientProvider>
      </IntlProvider>
    </CSPProvider>
  );
}
