import { AppError } from "#lib/core/errors.ts";

/** Where in a document something is wrong: line and column count from 1, the pointer is RFC 6901's. */
export interface DocumentPlace {
  line?: number;
  column?: number;
  pointer?: string;
}

/** 422 at `/document`: the place and the reason. `place` is repeated as data for whoever shows it. */
export function documentFault(reason: string, place: DocumentPlace = {}): AppError {
  const spots = [
    place.line === undefined ? [] : `line ${place.line}, column ${place.column ?? 1}`,
    place.pointer ? place.pointer.slice(0, 300) : [],
  ].flat();
  const sentence = reason.endsWith(".") ? reason : `${reason}.`;
  const detail = spots.length === 0 ? sentence : `${capital(spots.join(", at "))}: ${sentence}`;
  return new AppError("invalid-input", `document: ${detail.slice(0, 500)}`, {
    detail,
    errors: [{ pointer: "/document", detail }],
    extensions: { place: { ...place, reason: sentence } },
  });
}

function capital(text: string): string {
  return text.startsWith("/") ? `At ${text}` : `${text[0]?.toUpperCase()}${text.slice(1)}`;
}
