import { z } from "zod";
import { problemCodes } from "#lib/core/problem-types.ts";

const [first, ...rest] = problemCodes;

/** Every answer that is not a success (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: z.url().meta({ description: "A page that explains the code" }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().meta({ description: "What happened and the way out, for people" }),
    instance: z.string().meta({ description: "`urn:uuid:` and the request id" }),
    code: z
      .enum([first ?? "internal", ...rest])
      .meta({ description: "For software: stable, unlike the words" }),
    requestId: z.string().meta({ description: "The same as `X-Request-Id`; the log knows it" }),
    errors: z
      .array(z.object({ pointer: z.string().meta({ description: "RFC 6901" }), detail: z.string() }))
      .optional()
      .meta({ description: "The fields that are wrong" }),
  })
  .meta({ id: "Problem" });
