// Event streams, as the WHATWG HTML standard has them (9.2.6), cut anywhere.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { frameReader, type Frame } from './event-stream.ts';

const RUNS = 300 * Number(process.env['SAYSO_RUNS'] ?? 1);

function read(...chunks: readonly string[]): Frame[] {
  const frames: Frame[] = [];
  const take = frameReader((frame) => frames.push(frame));
  for (const chunk of chunks) take(chunk);
  return frames;
}

describe('a stream of events', () => {
  const cases: readonly [says: string, text: string, frames: readonly Frame[]][] = [
    [
      'joins the lines of data',
      'data: YHOO\ndata: +2\ndata: 10\n\n',
      [{ type: 'message', data: 'YHOO\n+2\n10' }],
    ],
    ['drops one space, and no more', 'data:a\n\ndata:  b\n\n', [message('a'), message(' b')]],
    ['skips comments', ': still here\n\n:\n\ndata: a\n: b\n\n', [message('a')]],
    ['knows a field without a colon', 'data\n\ndata\ndata\n\n', [message(''), message('\n')]],
    ['keeps colons of a value', 'data: {"a":1}\n\n', [message('{"a":1}')]],
    ['skips fields that it does not know', 'dat: a\nDATA: b\n data: c\ndata: d\n\n', [message('d')]],
    ['drops what no blank line ends', 'data: a\n\ndata: b\n', [message('a')]],
    ['keeps an id without data', 'id: 7\nretry: 1000\n\n', [{ type: 'message', id: '7', retryMs: 1000 }]],
    ['takes an id that is empty', 'id\ndata: a\n\n', [{ type: 'message', id: '', data: 'a' }]],
    ['ignores an id with NULL', 'id: 7\0\ndata: a\n\n', [message('a')]],
    ['ignores a time to wait that is no number', 'retry: 1s\ndata: a\n\n', [message('a')]],
    ['drops one byte order mark', '\uFEFFdata: a\n\n', [message('a')]],
    ['takes a second one for a letter', '\uFEFF\uFEFFdata: a\n\n', []],
    [
      'begins anew with each event',
      'event: happened\nid: 1\ndata: a\n\ndata: b\n\n',
      [{ type: 'happened', id: '1', data: 'a' }, message('b')],
    ],
    ['knows all ends of a line', 'data: a\r\rdata: b\r\n\r\ndata: c\n\n', ['a', 'b', 'c'].map(message)],
  ];
  for (const [says, text, frames] of cases)
    it(says, () => {
      assert.deepEqual(read(text), frames);
      assert.deepEqual(read(...Array.from(text)), frames);
    });

  it('tells an event with its last byte, also where a line may go on', () => {
    assert.deepEqual(read('data: a\r\n\r'), [message('a')]);
    assert.deepEqual(read('data: a\r\r'), [message('a')]);
  });

  it('is the same wherever its bytes are cut', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n\0\uFEFF]/.test(text));
    const frame = fc.record(
      {
        type: fc.constantFrom('happened', 'message'),
        data: fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
        id: line,
        retryMs: fc.nat(9999),
      },
      { requiredKeys: ['type', 'data'], noNullPrototype: true },
    );
    const written = fc.record({ frame, end: fc.constantFrom('\n', '\r\n', '\r'), comment: fc.option(line) });
    fc.assert(
      fc.property(fc.array(written), fc.array(fc.nat()), fc.boolean(), (all, cuts, hasMark) => {
        const text = `${hasMark ? '\uFEFF' : ''}${all.map(textOf).join('')}`;
        const bytes = new TextEncoder().encode(text);
        const places = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].sort(
          (a, b) => a - b,
        );
        const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
        const chunks = places
          .slice(1)
          .map((place, i) => decoder.decode(bytes.slice(places[i], place), { stream: true }));
        assert.deepEqual(
          read(...chunks),
          all.map((one) => one.frame),
        );
      }),
      { numRuns: RUNS },
    );
  });
});

function message(data: string): Frame {
  return { type: 'message', data };
}

function textOf({ frame, end, comment }: { frame: Frame; end: string; comment: string | null }): string {
  const { type, data = '', id, retryMs } = frame;
  return [
    `event: ${type}`,
    ...(comment === null ? [] : [`:${comment}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(retryMs === undefined ? [] : [`retry: ${retryMs}`]),
    ...data.split('\n').map((line) => `data: ${line}`),
    '',
    '',
  ].join(end);
}
