import type { Control, UseFormReturn } from "react-hook-form";
import type { OfferingValues } from "./offering-values.ts";

export interface OfferingOutput {
  data: Record<string, unknown>;
}

export type OfferingForm = UseFormReturn<OfferingValues, unknown, OfferingOutput>;

/** What every section of the form takes. */
export interface SectionProps {
  control: Control<OfferingValues, unknown, OfferingOutput>;
}
