/** A file that grows at its end and is read from anywhere, kept compressed so that a shop's past takes little room. */
import { deflateSync, inflateSync } from 'node:zlib';

export type BulkFile = {
  readonly size: number;
  readonly append: (lines: readonly string[]) => void;
  /** The bytes from one place to another, that one included, a chunk at a time. */
  readonly read: (from: number, to: number) => Generator<Uint8Array<ArrayBuffer>>;
};

const chunkBytes = 256 * 1024;

type Chunk = { readonly from: number; readonly bytes: number; readonly packed: Uint8Array };

export function openBulkFile(): BulkFile {
  const chunks: Chunk[] = [];
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  let packedBytes = 0;

  function pack(): void {
    if (restBytes === 0) return;
    chunks.push({ from: packedBytes, bytes: restBytes, packed: deflateSync(Buffer.concat(rest)) });
    packedBytes += restBytes;
    rest = [];
    restBytes = 0;
  }
  return {
    get size() {
      return packedBytes + restBytes;
    },
    append(lines) {
      if (lines.length === 0) return;
      const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
      rest.push(bytes);
      restBytes += bytes.byteLength;
      if (restBytes >= chunkBytes) pack();
    },
    *read(from, to) {
      pack();
      for (const chunk of chunks) {
        const end = chunk.from + chunk.bytes;
        if (end <= from || chunk.from > to) continue;
        const bytes = new Uint8Array(inflateSync(chunk.packed));
        yield bytes.slice(Math.max(from - chunk.from, 0), Math.min(to + 1, end) - chunk.from);
      }
    },
  };
}
