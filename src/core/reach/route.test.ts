import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zones } from '../../shell/zones.ts';
import { compileOrganization } from '../organization/compile.ts';
import { formatInstant, MINUTE } from '../words/time.ts';
import { patienceEnds, route, type RouteQuestion } from './route.ts';

const TEXT = `
organization: test
time zone: Europe/Berlin
calendars:
  day: { hours: { monday to friday: "09:00-17:00" } }
  late: { hours: { monday to friday: "14:00-22:00" } }
  night: { hours: { monday to friday: "22:00-06:00" } }
people:
  ann: { name: Ann, calendar: day, channels: { chat: "@ann", phone: "1", mail: ann@x.example } }
  ben: { name: Ben, calendar: day, channels: { mail: ben@x.example }, absences: [{ from: 2026-03-10, until: 2026-03-20 }] }
  cid: { name: Cid, calendar: late, channels: { chat: "@cid" } }
  dee: { name: Dee, calendar: night, channels: { chat: "@dee" } }
  eve: { name: Eve }
`;
const { organization, problems } = compileOrganization('people.yaml', TEXT, zones);
assert.ok(organization, JSON.stringify(problems));
const org = organization;

/** `person channel patience` of every step, with when they come where they are not there. */
const steps = (question: RouteQuestion, at: string): string[] =>
  route(question, org, Date.parse(at)).steps.map(
    ({ person, channel, patienceMinutes, from }) =>
      `${person} ${channel} ${patienceMinutes}${from === undefined ? '' : ` from ${formatInstant(from)}`}`,
  );

const TUESDAY_NOON = '2026-03-10T12:00:00+01:00';

test('whoever is there is asked in the order given, on two channels each', () => {
  assert.deepEqual(steps({ people: ['eve', 'ann'] }, TUESDAY_NOON), [
    'eve inbox 15',
    'ann chat 15',
    'ann phone 15',
  ]);
});

test('nobody is asked who is off duty or absent while somebody else is there', () => {
  assert.deepEqual(steps({ people: ['cid', 'ben', 'ann'] }, TUESDAY_NOON), ['ann chat 15', 'ann phone 15']);
});

test('nobody there: whoever comes first, then the next', () => {
  assert.deepEqual(steps({ people: ['ben', 'dee', 'cid'] }, TUESDAY_NOON), [
    'cid chat 15 from 2026-03-10T13:00:00Z',
    'dee chat 15 from 2026-03-10T21:00:00Z',
    'ben mail 15 from 2026-03-23T08:00:00Z',
  ]);
});

test('who passed is left out, unless nobody else is left', () => {
  assert.deepEqual(steps({ people: ['ann', 'eve'], without: ['ann'] }, TUESDAY_NOON), ['eve inbox 15']);
  assert.deepEqual(steps({ people: ['ann'], without: ['ann'] }, TUESDAY_NOON), [
    'ann chat 15',
    'ann phone 15',
  ]);
});

test('who was silent is asked after everybody else, on one channel and with more patience', () => {
  assert.deepEqual(steps({ people: ['ann', 'eve'], asked: ['ann'] }, TUESDAY_NOON), ['eve inbox 15']);
  assert.deepEqual(steps({ people: ['ann', 'eve'], asked: ['ann', 'eve'] }, TUESDAY_NOON), [
    'ann chat 120',
    'eve inbox 120',
  ]);
  // Somebody who was silent and is there comes before somebody new who is not.
  assert.deepEqual(steps({ people: ['ann', 'dee'], asked: ['ann'] }, TUESDAY_NOON), ['ann chat 120']);
});

test('those who are skipped are told, unless they are asked', () => {
  const { told } = route({ people: ['ann'], skipped: ['ann', 'cid'] }, org, Date.parse(TUESDAY_NOON));
  assert.deepEqual(told, ['cid']);
});

test('nobody at all, or nobody known, is an empty route', () => {
  assert.deepEqual(steps({ people: [] }, TUESDAY_NOON), []);
  assert.deepEqual(steps({ people: ['nobody'] }, TUESDAY_NOON), []);
});

test('patience begins when somebody is there', () => {
  const at = Date.parse(TUESDAY_NOON);
  const step = { person: 'ann', channel: 'chat', address: '', patienceMinutes: 15 };
  assert.equal(patienceEnds(step, at), at + 15 * MINUTE);
  assert.equal(patienceEnds({ ...step, from: at + 60 * MINUTE }, at), at + 75 * MINUTE);
});
