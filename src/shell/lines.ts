/** Lines of a stream, one at a time, in constant memory: a line that is too long is named and let go. */

/** A line without its end, or how long it was where it was too long. */
export type Line = { number: number; text: string } | { number: number; tooLong: true };

/** Splits a byte stream (UTF-8) at line ends. Memory is bounded by `mostBytes` and the stream's chunks. */
export async function* linesOf(
  stream: AsyncIterable<Buffer | string>,
  mostBytes: number,
): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let size = 0;
  let number = 1;
  const take = (): Line => {
    const line: Line =
      size > mostBytes
        ? { number, tooLong: true }
        : { number, text: Buffer.concat(parts).toString('utf8').replace(/\r$/, '') };
    parts = [];
    size = 0;
    number += 1;
    return line;
  };
  const keep = (part: Buffer): void => {
    size += part.length;
    if (size <= mostBytes) parts.push(part);
    else parts = [];
  };
  for await (const chunk of stream) {
    let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      keep(rest.subarray(0, end));
      yield take();
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) keep(rest);
  }
  if (size > 0) yield take();
}
