/** Everything that can be allowed, `noun:verb`. API keys carry a subset of these as scopes. */
export const permissions = [
  "workspace:read",
  "workspace:manage",
  "workspace:delete",
  "members:write",
  "offerings:read",
  "integrations:read",
  "integrations:write",
  "connections:read",
  "connections:start",
  "connections:use",
  "connections:write",
  "apis:read",
  "apis:write",
  "api-keys:read",
  "api-keys:write",
  "webhooks:read",
  "webhooks:write",
  "audit:read",
  "sandbox:manage",
  "platform:manage",
] as const;

export type Permission = (typeof permissions)[number];

export type WorkspaceRole = "owner" | "admin" | "member";

const memberPermissions: readonly Permission[] = [
  "workspace:read",
  "offerings:read",
  "integrations:read",
  "connections:read",
  "connections:start",
  "connections:use",
  "connections:write",
  "apis:read",
  "api-keys:read",
  "api-keys:write",
  "audit:read",
];

const adminPermissions: readonly Permission[] = [
  ...memberPermissions,
  "integrations:write",
  "apis:write",
  "webhooks:read",
  "webhooks:write",
  "workspace:manage",
  "members:write",
  "sandbox:manage",
];

export const rolePermissions: Record<WorkspaceRole, readonly Permission[]> = {
  member: memberPermissions,
  admin: adminPermissions,
  owner: [...adminPermissions, "workspace:delete"],
};

/** What an API key may be given; the rest needs a person. */
export const apiKeyScopes = [
  "offerings:read",
  "integrations:read",
  "integrations:write",
  "connections:read",
  "connections:use",
  "connections:write",
  "apis:read",
  "apis:write",
  "webhooks:read",
  "webhooks:write",
  "audit:read",
] as const satisfies readonly Permission[];

export type ApiKeyScope = (typeof apiKeyScopes)[number];
