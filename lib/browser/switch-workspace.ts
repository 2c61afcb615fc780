import { apiFetch } from "./api-fetch.ts";

/** Goes on in another workspace, with nothing of the old page kept in memory. */
export async function switchWorkspace(workspaceId: string): Promise<void> {
  await apiFetch("/api/session/workspace", { method: "PUT", body: { workspaceId } });
  location.assign("/oauth");
}
