import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { noticeMailSchema, updateNoticeMailSchema } from "#lib/notices/contract.ts";
import { getNoticeMail, updateNoticeMail } from "#lib/notices/notice-mail.ts";

export const GET = route({
  access: "workspace:read",
  summary: "Get what you are mailed about connections",
  output: noticeMailSchema,
  run: (ctx) => getNoticeMail(ctx),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "workspace:read",
  summary: "Choose what you are mailed about connections",
  description: "In this workspace, from now on; with `none`, what waits to be mailed is dropped.",
  input: { body: updateNoticeMailSchema },
  output: noticeMailSchema,
  run: (ctx, { body }) => updateNoticeMail(ctx, body),
});
