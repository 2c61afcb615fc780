import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";

interface PrefetchedProps {
  /** Query keys and what their verbs answered; the page's hooks find it without asking again. */
  data: readonly (readonly [QueryKey, unknown])[];
  children: ReactNode;
}

/** Hands what the server has loaded to the hooks below. */
export function Prefetched({ data, children }: PrefetchedProps) {
  const client = new QueryClient();
  for (const [key, value] of data) client.setQueryData(key, value);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
