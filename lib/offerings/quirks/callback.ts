import type { CallbackStep } from "#lib/core/provider-steps.ts";

/** A fragment's remains cling to the code. */
export const stripCodeSuffix: CallbackStep = (params) =>
  params.code === undefined ? params : { ...params, code: params.code.replace(/#_$/, "") };
