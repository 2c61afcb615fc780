// Bodies come in pieces of 64 KB, each in memory outside the heap.
const EVERY_BYTES = 16 * 1024 * 1024;
let passed = 0;

/**
 * Lets go of the pieces of bodies that have passed, every 16 MB of them. By itself the engine waits until they are 64 MB and
 * then goes through the whole heap, which costs a big download as much again as the passing; the young generation, where
 * they all are, is gone through in a millisecond. Takes the bytes of one more piece. Without `--expose-gc` it does nothing.
 */
export function freePassedBytes(bytes: number): void {
  passed += bytes;
  if (passed < EVERY_BYTES) return;
  passed = 0;
  globalThis.gc?.({ type: "minor", execution: "sync" });
}
