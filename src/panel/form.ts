/** Reads a form that the panel's script sent. */
const bytesMax = 10_000;

/** Its fields, of which the last of a name counts; or the status with which to refuse it. */
export async function readForm(request: Request): Promise<Readonly<Record<string, string>> | 413 | 415> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return 415;
  const text = await readCapped(request);
  return text === null ? 413 : Object.fromEntries(new URLSearchParams(text));
}

async function readCapped({ body }: Request): Promise<string | null> {
  if (body === null) return '';
  const stream: ReadableStream<Uint8Array> = body;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.byteLength;
    if (size > bytesMax) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
