/** What every request passes, whatever it is about: what can not be read is refused, and answers say how they are to be taken. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { doorProblem, PROBLEM_TYPE, sendProblem, type ProblemBody } from './problem.ts';

/** Takes JSON in UTF-8 alone, neither packed nor in another encoding; answers are for whoever asked, and are what they say. */
export function guard(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
    const wrong = unreadable(request);
    if (wrong) sendProblem(reply, wrong);
    else done();
  });
  app.removeContentTypeParser(['text/plain', 'application/json']);
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = textOf(body as Buffer);
    if (text === undefined) done(Object.assign(new Error('not UTF-8'), { code: NOT_UTF8, statusCode: 400 }));
    else void parse(request, text, done);
  });
}

export const NOT_UTF8 = 'SAYSO_NOT_UTF8';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Undefined: the bytes are no UTF-8. They are not guessed at: what would be stored is not what was sent. */
function textOf(body: Buffer): string | undefined {
  try {
    return UTF8.decode(body);
  } catch {
    return undefined;
  }
}

function unreadable({ headers }: FastifyRequest): ProblemBody | undefined {
  const packed = headers['content-encoding'];
  if (packed !== undefined && packed.toLowerCase() !== 'identity')
    return doorProblem('wrong-content-type', 'Packed bodies are not read.', 'Send the body as it is.');
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset))
    return doorProblem(
      'wrong-content-type',
      'The body is in an encoding that is not read.',
      'Send it as UTF-8.',
    );
  return undefined;
}

/** Answers what is no request: the connection is closed, since nobody knows where the next one would begin. */
export function answerNoRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const { status, ...body } = noRequest(error.code);
  const text = JSON.stringify({ ...body, status });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(text)}`,
      'connection: close',
      '',
      text,
    ].join('\r\n'),
  );
}

function noRequest(code: string | undefined): ProblemBody {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return doorProblem('too-slow', 'The request did not come in time.', 'Send it again, in one go.');
  if (code === 'HPE_HEADER_OVERFLOW')
    return doorProblem(
      'headers-too-large',
      'The headers are larger than is taken.',
      'Send a shorter address, and less in the headers.',
    );
  return doorProblem('not-http', 'This is no HTTP request.', 'Send HTTP/1.1 as RFC 9112 has it.');
}
