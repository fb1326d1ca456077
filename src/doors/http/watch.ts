/** What watches a node: whether it lives, whether it is ready, and the codes of problems explained. */
import type { FastifyInstance } from 'fastify';
import { PROBLEMS, type ProblemKind } from '../../contract/problems.ts';
import type { Engine } from '../../shell/engine.ts';
import { metricsText } from '../../shell/observed/metrics-text.ts';
import { databaseNow } from '../../shell/store/load.ts';
import { openApi } from './open-api.ts';

type Watched = { engine: Engine; isDraining: () => boolean };

const ANSWERS_WITHIN_MS = 2000;

/** Adds `/healthz`, `/readyz`, `/metrics`, `/openapi.json` and `/problems/…`. */
export function watchRoutes(app: FastifyInstance, { engine, isDraining }: Watched): void {
  app.get('/healthz', () => ({ alive: true }));
  app.get('/readyz', async (_, reply) => {
    const why = isDraining() ? 'it is being stopped' : await whyNotReady(engine);
    return why === undefined ? { ready: true } : reply.code(503).send({ ready: false, because: why });
  });
  app.get('/metrics', async (_, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metricsText(engine)),
  );
  const document = JSON.stringify(openApi());
  app.get('/openapi.json', (_, reply) => reply.type('application/json').send(document));
  app.get<{ Params: { code: string } }>('/problems/:code', ({ params: { code } }, reply) => {
    const known = Object.hasOwn(PROBLEMS, code)
      ? (PROBLEMS as Readonly<Record<string, ProblemKind>>)[code]
      : undefined;
    reply.type('text/plain; charset=utf-8');
    return known
      ? `${code} (HTTP ${known.status})\n${known.means}. The answer's "mend" says what helps.\n`
      : reply.code(404).send('There is no such code.\n');
  });
}

async function whyNotReady({ clock, database }: Engine): Promise<string | undefined> {
  if (!clock.right) return 'its clock is not right';
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('the database does not answer'), ANSWERS_WITHIN_MS);
  });
  const asked = database
    .use((pool) => databaseNow(pool))
    .then(
      () => undefined,
      () => 'the database can not be reached',
    );
  const why = await Promise.race([asked, late]);
  clearTimeout(timer);
  return why;
}
