/** The query key of where one is signed in. */
export const ownSessionsKey = ["sessions"] as const;
