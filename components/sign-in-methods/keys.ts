/** Query keys of the ways to sign in, and of one's own accounts there. */
export const signInMethodsKey = ["sign-in-methods"] as const;
export const identitiesKey = ["identities"] as const;
