/** How each type of notice is put in an e-mail; `isGone`: there is no page of the connection any more. */
export const NOTICE_WORDS: Readonly<Record<string, { title: string; isGone: boolean }>> = {
  "connection.created": { title: "an account was connected", isGone: false },
  "connection.recovered": { title: "a connection works again", isGone: false },
  "connection.needs_reauth": { title: "a connection needs to be reconnected", isGone: false },
  "connection.expiring": { title: "a connection ends soon", isGone: false },
  "connection.disconnected": { title: "a connection was disconnected", isGone: true },
};
