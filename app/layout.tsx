import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { ThemeScript } from "#components/layout/theme-script.tsx";
import { locale } from "./messages.ts";
import { Providers } from "./providers.tsx";

export const metadata: Metadata = {
  title: { default: "Mooring", template: "%s · Mooring" },
  description: "OAuth connections for your team and its software.",
  robots: { index: false, follow: false },
  referrer: "same-origin",
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = { colorScheme: "light dark", width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang={locale} className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        <ThemeScript nonce={nonce} />
      </head>
      <body className="app-root font-sans">
        <Providers now={new Date()}>{children}</Providers>
      </body>
    </html>
  );
}
