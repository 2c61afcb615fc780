import { notFound } from "next/navigation";
import { isAppError } from "#lib/core/errors.ts";

/** Awaits a page's load; what does not exist or is not the actor's to see becomes the 404 page. */
export async function orNotFound<T>(load: Promise<T>): Promise<T> {
  try {
    return await load;
  } catch (error) {
    if (isAppError(error) && (error.code === "not-found" || error.code === "forbidden")) notFound();
    throw error;
  }
}
