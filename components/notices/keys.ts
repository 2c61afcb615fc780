/** The query key of what the person is mailed. */
export const noticeMailKey = ["notice-mail"] as const;
