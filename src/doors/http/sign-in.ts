/**
 * How one signs in here. With a token that `sayso token` makes; in the demo by saying whom one wants to be. The demo listens
 * on this machine alone, and answers only who calls it by a name of this machine: a page from elsewhere whose name leads here
 * could otherwise be anybody.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readBy } from '../../core/cases/read-command.ts';
import { HOUR } from '../../core/words/time.ts';
import type { Organization, Person } from '../../core/organization/organization.ts';
import { employedAt } from '../../core/organization/people.ts';
import type { Engine } from '../../shell/engine.ts';
import { inForceKept } from '../../shell/in-force.ts';
import { tokenFor } from '../../shell/tokens.ts';
import { doorProblem, problemBody, sendProblem } from './problem.ts';

type Parts = {
  engine: Engine;
  secret: Uint8Array;
  /** The organization of the demo; undefined: this is none. */
  demo: string | undefined;
};

const TOKEN_MS = 12 * HOUR;
const SIGN_IN = z.strictObject({ person: z.string().trim().min(1).max(120) });

/** Adds `GET` and `POST /v1/sign-in`. */
export function signInRoutes(app: FastifyInstance, { engine, secret, demo }: Parts): void {
  const ways = async (request: FastifyRequest): Promise<object> => {
    if (demo === undefined || !isOfThisMachine(request)) return { ways: ['token'] };
    const inForce = await inForceKept(engine, demo, engine.clock.now());
    if (!inForce || !('book' in inForce)) return { ways: ['token'] };
    return {
      ways: ['demo', 'token'],
      organization: inForce.organization.name,
      people: peopleIn(inForce.organization, engine.clock.now()),
    };
  };
  app.route({ method: 'GET', url: '/v1/sign-in', handler: ways });
  app.post('/v1/sign-in', async (request, reply) => {
    if (demo === undefined || !isOfThisMachine(request)) return sendProblem(reply, NOT_HERE);
    const read = readBy(SIGN_IN, 'the body', request.body);
    if ('problems' in read) return sendProblem(reply, problemBody(read.problems));
    const now = engine.clock.now();
    const inForce = await inForceKept(engine, demo, now);
    const person = inForce && 'book' in inForce && inForce.organization.people.get(read.value.person);
    if (!person || !employedAt(person, now))
      return sendProblem(
        reply,
        doorProblem(
          'unknown-person',
          'Nobody of that name works here.',
          'Choose one: GET /v1/sign-in.',
          'person',
        ),
      );
    const expires = now + TOKEN_MS;
    return {
      token: await tokenFor({ organization: demo, person: person.id }, secret, expires),
      expires_at: new Date(expires).toISOString(),
      person: shown(person),
    };
  });
}

type Shown = {
  id: string;
  name: string;
  kind: 'person' | 'ai agent';
  unit: string | null;
  grade: string | null;
  manager: string | null;
};

const shown = ({ id, name, kind, unit, grade, manager }: Person): Shown => ({
  id,
  name,
  kind: kind === 'ai' ? 'ai agent' : 'person',
  unit: unit ?? null,
  grade: grade ?? null,
  manager: manager ?? null,
});

const peopleIn = ({ people }: Organization, at: number): Shown[] =>
  [...people.values()].filter((person) => employedAt(person, at)).map(shown);

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
/** What a proxy adds: whoever called it may be anywhere. */
const HANDED_ON = /^(?:forwarded|via|x-forwarded-.+|x-real-ip)$/;

/** From this machine, by a name of it, and by nobody in between: `localhost`, `127.0.0.1:4747`, `[::1]:4747` */
const isOfThisMachine = ({ headers, socket }: FastifyRequest): boolean =>
  LOOPBACK.test(socket.remoteAddress ?? '') &&
  !Object.keys(headers).some((name) => HANDED_ON.test(name)) &&
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(headers.host ?? '');

const NOT_HERE = doorProblem(
  'not-for-you',
  'Nobody is signed in here by name alone.',
  'Sign in with a token: sayso token --as PERSON.',
);
