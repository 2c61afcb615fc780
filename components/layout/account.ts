/** Who is signed in, and where: what the shell shows. */
export interface Account {
  name: string;
  email: string;
  workspaceId: string;
  workspaceName: string;
  /** All that they belong to, this one among them. */
  workspaces: readonly { id: string; name: string }[];
  isPlatformAdmin: boolean;
  /** May create and change integrations. */
  canManage: boolean;
}
