/** Query keys of the workspace. */
export const workspaceKeys = {
  firstSteps: ["workspace", "first-steps"] as const,
  impact: (id: string) => ["workspace", "impact", id] as const,
  memberImpact: (id: string) => ["workspace", "member-impact", id] as const,
  allMembers: ["workspace", "members"] as const,
  departures: ["workspace", "departure"] as const,
  departure: (cursor: string | null) => ["workspace", "departure", cursor] as const,
  members: (cursor: string | null) => ["workspace", "members", cursor] as const,
};
