/** Query keys of the workspace. */
export const workspaceKeys = {
  firstSteps: ["workspace", "first-steps"] as const,
  members: (cursor: string | null) => ["workspace", "members", cursor] as const,
};
