import type { CallLimits } from "#lib/gateway/call-limits.ts";

/** A gateway that holds nobody back. */
export const noLimits: CallLimits = {
  keyPerMinute: 0,
  memberPerMinute: 0,
  connectionPerMinute: 0,
  callerConcurrent: 0,
  connectionConcurrent: 0,
  concurrent: 0,
  memoryMb: 0,
  requestMb: 0,
  responseMb: 0,
  callSeconds: 0,
};
