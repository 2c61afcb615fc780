/** What an access token of the practice provider may be good for, in the order of the consent page. */
export const scopes = [
  {
    id: "openid",
    title: "Know that it is you",
    detail: "An ID token that says who signed in",
    isSensitive: false,
  },
  { id: "profile", title: "See your name and picture", detail: "GET /api/me", isSensitive: false },
  { id: "email", title: "See your e-mail address", detail: "Adds it to GET /api/me", isSensitive: false },
  { id: "files:read", title: "Read your files", detail: "List and download them", isSensitive: false },
  {
    id: "files:write",
    title: "Add and delete files",
    detail: "Changes what is in your account",
    isSensitive: true,
  },
  {
    id: "offline_access",
    title: "Stay connected",
    detail: "A refresh token for later",
    isSensitive: false,
  },
] as const;

export type ScopeId = (typeof scopes)[number]["id"];

export const scopeIds: readonly string[] = scopes.map(({ id }) => id);
