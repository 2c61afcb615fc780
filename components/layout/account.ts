/** Who is signed in, and where: what the shell shows. */
export interface Account {
  name: string;
  email: string;
  workspaceName: string;
  isPlatformAdmin: boolean;
  /** May create and change integrations. */
  canManage: boolean;
}
