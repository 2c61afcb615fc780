/** The query key of where one is signed in. */
export const ownSessionsKey = ["sessions"] as const;

/** The query key of one's second factor. */
export const secondFactorKey = ["second-factor"] as const;
