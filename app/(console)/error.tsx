"use client";

import { PageErrorInConsole } from "#components/layout/page-error.tsx";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <PageErrorInConsole digest={error.digest} onRetry={reset} />;
}
