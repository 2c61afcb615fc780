import { apiFetch } from "./api-fetch.ts";

/** Ends the session on the server and leaves for the sign-in page, with nothing of the old page kept in memory. */
export async function signOut(): Promise<void> {
  await apiFetch("/api/session", { method: "DELETE" });
  location.assign("/sign-in");
}
