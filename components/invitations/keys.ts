/** Query keys of invitations; `all` is what a change makes stale. */
export const invitationKeys = {
  all: ["invitations"] as const,
  list: (cursor: string | null) => ["invitations", "list", cursor] as const,
};
