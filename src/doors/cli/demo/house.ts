/**
 * The demo's organization: Lantern House with everybody who works there, forty people in three teams and two AI agents.
 * It lies where it is a working morning now: the clock is the machine's, and somebody is at work whenever it is started.
 */
import { HOUR, type Instant } from '../../../core/words/time.ts';

/** Zones without summer time, from twelve hours behind UTC to eleven ahead. */
const ZONES = [
  'Etc/GMT+12',
  'Pacific/Pago_Pago',
  'Pacific/Honolulu',
  'Pacific/Gambier',
  'Pacific/Pitcairn',
  'America/Phoenix',
  'America/Costa_Rica',
  'America/Panama',
  'America/Puerto_Rico',
  'America/Argentina/Buenos_Aires',
  'America/Noronha',
  'Atlantic/Cape_Verde',
  'Africa/Abidjan',
  'Africa/Lagos',
  'Africa/Johannesburg',
  'Africa/Nairobi',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Dhaka',
  'Asia/Bangkok',
  'Asia/Manila',
  'Asia/Tokyo',
  'Australia/Brisbane',
  'Pacific/Noumea',
] as const;

/** The hour on the house's wall when the demo begins. */
const MORNING = 10;
const HALF_DAY = 12;

/** The zone in which it is ten something in the morning at an instant. */
export function zoneOfMorning(at: Instant): string {
  const hour = Math.floor(at / HOUR) % 24;
  return ZONES[(MORNING - hour + 2 * HALF_DAY + HALF_DAY) % 24] ?? 'UTC';
}

type Row = [id: string, name: string, manager: string, grade: string, job: string, more?: string];

/** What a job is about, and the unit that it belongs to. */
const JOBS: Readonly<Record<string, [functions: string, unit: string]>> = {
  house: ['orders', 'customer care'],
  lamps: ['orders', 'lamps'],
  furniture: ['orders', 'furniture'],
  gifts: ['orders', 'gifts and cards'],
  billing: ['billing', 'finance'],
  fraud: ['fraud', 'fraud desk'],
  legal: ['legal', 'legal'],
};

const PEOPLE: readonly Row[] = [
  ['nadia', 'Nadia Okafor', '', 'director', 'house', 'roles: [policy-owner]'],

  ['tomas', 'Tomás Rivera', 'nadia', 'manager', 'lamps'],
  ['lena', 'Lena Brandt', 'tomas', 'lead', 'lamps', 'roles: [duty-lead]'],
  ['kai', 'Kai Whitfield', 'lena', 'senior', 'lamps'],
  ['adele', 'Adèle Fontaine', 'lena', 'senior', 'lamps'],
  ['mia', 'Mia Chen', 'lena', 'agent', 'lamps'],
  ['pavel', 'Pavel Horák', 'lena', 'agent', 'lamps'],
  ['noor', 'Noor Rahimi', 'lena', 'agent', 'lamps'],
  ['ben', 'Ben Achterberg', 'lena', 'agent', 'lamps'],
  ['sofia', 'Sofia Moretti', 'lena', 'agent', 'lamps'],
  ['dara', 'Dara Kim', 'lena', 'agent', 'lamps'],
  ['lumo', 'Lumo', 'lena', 'assistant', 'lamps', 'kind: ai agent'],

  ['greta', 'Greta Lindqvist', 'nadia', 'manager', 'furniture'],
  ['jonas', 'Jonas Weber', 'greta', 'lead', 'furniture', 'roles: [duty-lead]'],
  ['rosa', 'Rosa Marino', 'jonas', 'senior', 'furniture', 'roles: [client-care]'],
  ['emre', 'Emre Yıldız', 'jonas', 'senior', 'furniture'],
  ['tariq', 'Tariq Aydın', 'jonas', 'agent', 'furniture'],
  ['hanna', 'Hanna Virtanen', 'jonas', 'agent', 'furniture'],
  ['luca', 'Luca Bianchi', 'jonas', 'agent', 'furniture'],
  ['ada', 'Ada Nwosu', 'jonas', 'agent', 'furniture'],
  ['piotr', 'Piotr Zieliński', 'jonas', 'agent', 'furniture'],
  ['clara', 'Clara Vogt', 'jonas', 'agent', 'furniture'],
  ['nova', 'Nova', 'jonas', 'assistant', 'furniture', 'kind: ai agent'],

  ['ravi', 'Ravi Menon', 'nadia', 'manager', 'gifts'],
  ['bao', 'Bao Santos', 'ravi', 'lead', 'gifts', 'roles: [duty-lead]'],
  ['mei', 'Mei Tanaka', 'bao', 'senior', 'gifts'],
  ['oscar', 'Oscar Lindholm', 'bao', 'senior', 'gifts'],
  ['luz', 'Luz Navarro', 'bao', 'agent', 'gifts'],
  ['ivan', 'Ivan Petrov', 'bao', 'agent', 'gifts'],
  ['zoe', 'Zoë Marchand', 'bao', 'agent', 'gifts'],
  ['amir', 'Amir Haddadi', 'bao', 'agent', 'gifts'],
  ['grace', 'Grace Mwangi', 'bao', 'agent', 'gifts'],
  ['finn', 'Finn O’Shea', 'bao', 'agent', 'gifts'],

  ['ines', 'Inês Duarte', 'nadia', 'manager', 'billing'],
  ['omar', 'Omar Haddad', 'ines', 'lead', 'billing'],
  ['yuki', 'Yuki Tan', 'omar', 'agent', 'billing'],
  ['marta', 'Marta Kowalska', 'omar', 'agent', 'billing'],

  ['vera', 'Vera Novak', 'nadia', 'lead', 'fraud'],
  ['sam', 'Sam Oduya', 'vera', 'agent', 'fraud'],
  ['elif', 'Elif Demir', 'vera', 'agent', 'fraud'],

  ['hugo', 'Hugo Lambert', 'nadia', 'lead', 'legal'],
  ['wen', 'Wen Zhao', 'hugo', 'agent', 'legal'],
];

/** Its people.yaml. They work every day, so that whichever it is, the week looks the same. */
export function housePeople(zone: string): string {
  const people = PEOPLE.map(([id, name, manager, grade, job, more]) => {
    const [functions, unit] = JOBS[job] ?? ['orders', job];
    const isAi = more?.startsWith('kind') === true;
    return [
      `  ${id}:`,
      `    name: ${name}`,
      ...(more === undefined ? [] : [`    ${more}`]),
      ...(manager === '' ? [] : [`    manager: ${manager}`]),
      `    grade: ${grade}`,
      `    functions: [${functions}]`,
      `    unit: ${unit}`,
      `    channels: { mail: ${id}@lanternhouse.example }`,
      `    calendar: ${isAi ? 'always' : 'house'}`,
      '    languages: [en]',
    ].join('\n');
  });
  return `${[
    'organization: Lantern House',
    `time zone: ${zone}`,
    'calendars:',
    '  house: { hours: { monday to sunday: "08:00-20:00" } }',
    '  always: { hours: always }',
    'people:',
    ...people,
  ].join('\n')}\n`;
}

/** The shop's book, its days counted where the house is. */
export const houseBook = (book: string, zone: string): string =>
  book.replace(/^time zone: \S+/m, `time zone: ${zone}`);
