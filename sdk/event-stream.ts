/** Reads an event stream (WHATWG HTML, 9.2.6 "Interpreting an event stream"). */

/** What stood between two blank lines. */
export type Frame = {
  /** `message` where none is named. */
  type: string;
  data?: string;
  id?: string;
  /** How long to wait before it is followed again, in milliseconds. */
  retryMs?: number;
};

/** Takes the text of a stream, cut anywhere, and tells each frame as soon as it is there. */
export function frameReader(onFrame: (frame: Frame) => void): (text: string) => void {
  let rest = '';
  let isFirst = true;
  let isAfterReturn = false;
  const line = lineReader(onFrame);
  return (chunk) => {
    if (chunk === '') return;
    let text = isFirst ? chunk.replace(/^\uFEFF/, '') : chunk;
    // The second half of a line's end that was cut.
    if (isAfterReturn && text.startsWith('\n')) text = text.slice(1);
    isFirst = false;
    isAfterReturn = text.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const one of lines) line(one);
  };
}

function lineReader(onFrame: (frame: Frame) => void): (line: string) => void {
  let frame: Frame = { type: 'message' };
  return (line) => {
    if (line === '') {
      const ended = frame;
      frame = { type: 'message' };
      if (ended.data !== undefined || ended.id !== undefined || ended.retryMs !== undefined) onFrame(ended);
      return;
    }
    // A line that begins with a colon is a comment, and names no field.
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') frame.data = frame.data === undefined ? value : `${frame.data}\n${value}`;
    else if (field === 'event') frame.type = value === '' ? 'message' : value;
    else if (field === 'id' && !value.includes('\0')) frame.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) frame.retryMs = Number(value);
  };
}
