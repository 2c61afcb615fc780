import { createHash } from "node:crypto";
import { Readable } from "node:stream";

/** A file in a person's practice account. Its bytes are computed, never kept. */
export interface PracticeFile {
  id: string;
  name: string;
  contentType: string;
  sizeBytes: number;
  createdAt: string;
}

export interface FilePage {
  items: PracticeFile[];
  nextCursor: string | null;
}

const given = 57;
const added = 200;
const kinds = [
  { name: "tide-table", extension: "csv", contentType: "text/csv" },
  { name: "harbour-plan", extension: "pdf", contentType: "application/pdf" },
  { name: "log-entry", extension: "txt", contentType: "text/plain" },
  { name: "chart", extension: "png", contentType: "image/png" },
] as const;

export type FileShelf = ReturnType<typeof createFileShelf>;

/** Every person's files: 57 that are always there, and what was added since the start (at most 200). */
export function createFileShelf() {
  const shelves = new Map<string, PracticeFile[]>();
  const shelf = (personId: string): PracticeFile[] => {
    const files = shelves.get(personId) ?? givenFiles(personId);
    shelves.set(personId, files);
    return files;
  };

  return {
    /** The newest first; the cursor is the id of the last one seen. Gives `null` for a cursor that names no file. */
    list(personId: string, limit: number, cursor: string | null): FilePage | null {
      const files = shelf(personId);
      const start = cursor === null ? 0 : files.findIndex(({ id }) => id === cursor) + 1;
      if (cursor !== null && start === 0) return null;
      const items = files.slice(start, start + limit);
      return { items, nextCursor: start + limit < files.length ? (items.at(-1)?.id ?? null) : null };
    },
    find: (personId: string, id: string): PracticeFile | null =>
      shelf(personId).find((file) => file.id === id) ?? null,
    /** Gives `null` when the shelf is full. */
    add(personId: string, file: Omit<PracticeFile, "id" | "createdAt">): PracticeFile | null {
      const files = shelf(personId);
      if (files.length >= given + added) return null;
      const created = { id: `file-${crypto.randomUUID()}`, ...file, createdAt: new Date().toISOString() };
      files.unshift(created);
      return created;
    },
    delete(personId: string, id: string): boolean {
      const files = shelf(personId);
      const index = files.findIndex((file) => file.id === id);
      if (index >= 0) files.splice(index, 1);
      return index >= 0;
    },
  };
}

function givenFiles(personId: string): PracticeFile[] {
  return Array.from({ length: given }, (_, index): PracticeFile => {
    const number = given - index;
    const kind = kinds[number % kinds.length] ?? kinds[0];
    const id = createHash("sha256").update(`${personId} ${number}`).digest("hex").slice(0, 12);
    return {
      id: `file-${id}`,
      name: `${kind.name}-${String(number).padStart(2, "0")}.${kind.extension}`,
      contentType: kind.contentType,
      sizeBytes: 1_000 + number * 731,
      createdAt: new Date(Date.UTC(2026, 0, number, 8, (number * 7) % 60)).toISOString(),
    };
  });
}

/** A file's bytes, the same ones every time: blocks of 64 KiB made from its id. */
export function fileContent(id: string, sizeBytes: number): Readable {
  const seed = createHash("sha512").update(id).digest();
  const block = Buffer.alloc(64 * 1024, seed);
  return Readable.from(
    (function* () {
      for (let left = sizeBytes; left > 0; left -= block.length)
        yield left < block.length ? block.subarray(0, left) : block;
    })(),
    { objectMode: false },
  );
}
