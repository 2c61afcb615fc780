import { answerCallback, refuseMethod } from "#app/oauth/callback/answer-callback.ts";

export const GET = answerCallback;
export const HEAD = refuseMethod;
export const POST = refuseMethod;
export const PUT = refuseMethod;
export const PATCH = refuseMethod;
export const DELETE = refuseMethod;
