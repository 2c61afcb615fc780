import type { FieldErrors } from "react-hook-form";

/** Every message in the tree of errors, with the path of its field. */
export function listErrors(errors: FieldErrors, prefix = ""): { name: string; message: string }[] {
  return Object.entries(errors).flatMap(([key, error]) => {
    if (!error || key === "ref" || key === "root") return [];
    const name = prefix ? `${prefix}.${key}` : key;
    if (typeof error.message === "string" && error.message) return [{ name, message: error.message }];
    return typeof error === "object" && !("type" in error) ? listErrors(error as FieldErrors, name) : [];
  });
}
