import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { readProblem } from "./problem-error.ts";

/** Problems that another try can mend; all others are final for the same request. */
const passing = new Set(["unavailable", "provider-unreachable"]);

/** The console's cache: fresh for 10 s, tried again only where that can help, back to sign-in when the session ended. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && passing.has(readProblem(error)?.code ?? ""),
      },
      mutations: { retry: false },
    },
  });
}

function leaveWhenSignedOut(error: unknown): void {
  if (readProblem(error)?.code !== "unauthenticated" || typeof location === "undefined") return;
  const here = `${location.pathname}${location.search}`;
  location.assign(`/sign-in?returnTo=${encodeURIComponent(here)}`);
}
