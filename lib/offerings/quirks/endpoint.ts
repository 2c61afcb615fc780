import type { EndpointStep } from "#lib/core/provider-steps.ts";

/** A grant lives in one region, whose endpoints alone know it. The origin must be one of those that the offering knows. */
export const useTokenOrigin: EndpointStep = (url, data, { callback, token }) => {
  const told = data[callback.tokenOriginParam ?? ""];
  const asked = URL.parse(url);
  if (typeof told !== "string" || !token.origins.includes(told)) return url;
  return asked && token.origins.includes(asked.origin) ? `${told}${asked.pathname}${asked.search}` : url;
};
