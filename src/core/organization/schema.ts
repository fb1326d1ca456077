/**
 * The shape of people.yaml, once: strict validation, the published JSON Schema and the key reference come from it.
 * What the texts in it mean ("22:00-06:00", "500 USD") is read in `compile.ts` and `calendar.ts`.
 */
import { z } from 'zod';

const word = z.string().min(1).max(120);

/** What a person can be called in the file, in requests and in the record. */
const id = z
  .string()
  .regex(/^[\p{L}\p{N}._@-]{1,80}$/u)
  .describe('An id has letters, digits and . _ - @ and at most 80 characters.')
  .meta({ examples: ['mia', 'm.chen', 'mia@shop.example'] });

const personId = (description: string): z.ZodString =>
  z
    .string()
    .min(1)
    .max(120)
    .describe(description)
    .meta({ examples: ['lena'] });

const date = (description: string, example: string): z.ZodString =>
  z
    .string()
    .describe(`${description} A whole day in the organization's time zone, or an instant with its offset.`)
    .meta({ examples: [example, `${example}T09:00:00Z`] });

const timeZone = z
  .string()
  .describe('An IANA time zone.')
  .meta({ examples: ['America/New_York', 'Europe/Berlin'] });

const times = z
  .string()
  .describe('Opening hours on the wall clock; past midnight they run into the next day.')
  .meta({ examples: ['09:00-17:00', '22:00-06:00'] });

const hours = z
  .union([
    z.literal('always'),
    z.record(
      z
        .string()
        .describe('A day of the week or a run of days.')
        .meta({ examples: ['friday', 'monday to friday'] }),
      z
        .union([times, z.array(times).max(12)])
        .describe('The hours of that day, one span or a list of them.')
        .meta({ examples: ['09:00-15:00', ['09:00-12:30', '13:00-17:00']] }),
    ),
  ])
  .describe('Hours by day of the week, or "always".')
  .meta({ examples: [{ 'monday to thursday': '09:00-17:00', friday: '09:00-15:00' }, 'always'] });

const calendar = z
  .strictObject({
    'time zone': timeZone
      .optional()
      .describe("The calendar's time zone; the organization's if it is left out.")
      .meta({ examples: ['Europe/Berlin'] }),
    hours,
    holidays: z
      .array(z.string())
      .max(2000)
      .optional()
      .describe('Days without work, as dates.')
      .meta({ examples: [['2026-12-25', '2027-01-01']] }),
  })
  .describe('When people who work by it are on duty.')
  .meta({ examples: [{ hours: { 'monday to friday': '09:00-17:00' }, holidays: ['2026-12-25'] }] });

const functions = z
  .array(
    z
      .union([word, z.record(word, word)])
      .describe('A function, or a function with another grade in it.')
      .meta({ examples: ['orders', { billing: 'lead' }] }),
  )
  .max(200)
  .describe('The functions that they work in; where their grade differs, it stands with the function.')
  .meta({ examples: [['orders', { billing: 'lead' }]] });

const absence = z
  .strictObject({
    from: date('The first day.', '2026-12-01'),
    until: date('The last day.', '2026-12-14'),
    because: z
      .string()
      .max(200)
      .optional()
      .describe('Why, for colleagues; nothing is decided on it.')
      .meta({ examples: ['vacation'] }),
  })
  .describe('A time in which they are away.')
  .meta({ examples: [{ from: '2026-12-01', until: '2026-12-14', because: 'vacation' }] });

const delegation = z
  .strictObject({
    to: personId('The id of the person who acts for them.'),
    'up to': z
      .string()
      .optional()
      .describe('The most that the delegate may grant; their own limits if it is left out.')
      .meta({ examples: ['500 USD'] }),
    for: z
      .array(word)
      .min(1)
      .max(200)
      .optional()
      .describe('Only requests of these functions; all if it is left out.')
      .meta({ examples: [['orders']] }),
    from: date('The first day.', '2026-12-01'),
    until: date('The last day.', '2026-12-14'),
  })
  .describe('Authority given to somebody else for a while.')
  .meta({ examples: [{ to: 'raj', 'up to': '500 USD', from: '2026-12-01', until: '2026-12-14' }] });

const channels = z
  .record(
    word.describe('A kind of channel.').meta({ examples: ['chat', 'phone', 'mail'] }),
    z
      .union([z.string().min(1).max(500), z.array(z.string().min(1).max(500)).min(1).max(20)])
      .describe('The address there, or a list of them, the preferred one first.')
      .meta({ examples: ['@mia', ['+1 555 0100', '+1 555 0101']] }),
  )
  .describe('How they are reached, the preferred channel first.')
  .meta({ examples: [{ chat: '@mia', phone: '+1 555 0100', mail: 'mia@shop.example' }] });

const employed = z
  .strictObject({
    from: date('Their first day.', '2024-01-01').optional(),
    until: date('Their last day.', '2026-12-31').optional(),
  })
  .describe('From when and until when they work here; open where nothing is said.')
  .meta({ examples: [{ from: '2024-01-01', until: '2026-12-31' }] });

const person = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(200)
      .describe('Their name, as colleagues and customers read it.')
      .meta({ examples: ['Mia Chen'] }),
    kind: z
      .enum(['person', 'ai agent'])
      .optional()
      .describe('A person or an AI agent; a person if it is left out.')
      .meta({ examples: ['person', 'ai agent'] }),
    manager: personId('The id of the person whom they report to.').optional(),
    grade: word
      .optional()
      .describe("Their grade in each of their functions, one of the book's.")
      .meta({ examples: ['agent'] }),
    functions: functions.optional(),
    roles: z
      .array(word)
      .max(200)
      .optional()
      .describe('Named roles that they hold.')
      .meta({ examples: [['duty-lead']] }),
    unit: word
      .optional()
      .describe('The part of the organization that they belong to.')
      .meta({ examples: ['customer care'] }),
    channels: channels.optional(),
    calendar: word
      .optional()
      .describe(
        'The name of the calendar that they work by. It is shown beside their name, and changes nothing about who can.',
      )
      .meta({ examples: ['day shift'] }),
    languages: z
      .array(
        z
          .string()
          .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
          .describe('A language code.')
          .meta({ examples: ['en', 'de', 'pt-BR'] }),
      )
      .max(100)
      .optional()
      .describe('The languages in which they can serve a customer.')
      .meta({ examples: [['en', 'de']] }),
    'customer numbers': z
      .array(word)
      .max(200)
      .optional()
      .describe('Their own customer numbers, where they are a customer themselves.')
      .meta({ examples: [['c-17']] }),
    absences: z
      .array(absence)
      .max(1000)
      .optional()
      .describe(
        'Times in which they are away. An answer marks who is away now, and goes by who may, not by who is there.',
      )
      .meta({ examples: [[{ from: '2026-12-01', until: '2026-12-14' }]] }),
    delegations: z
      .array(delegation)
      .max(200)
      .optional()
      .describe('Authority that they have given to others.')
      .meta({ examples: [[{ to: 'raj', 'up to': '500 USD', from: '2026-12-01', until: '2026-12-14' }]] }),
    employed: employed.optional(),
  })
  .describe('A person or an AI agent.')
  .meta({ examples: [{ name: 'Mia Chen', manager: 'lena', grade: 'agent', functions: ['orders'] }] });

export const PeopleFile = z
  .strictObject({
    organization: z
      .string()
      .min(1)
      .max(200)
      .describe("The organization's name.")
      .meta({ examples: ['corner-shop'] }),
    'time zone': timeZone
      .describe("The organization's time zone: its days begin and end there.")
      .meta({ examples: ['America/New_York'] }),
    calendars: z
      .record(word, calendar)
      .optional()
      .describe('Working calendars by name.')
      .meta({ examples: [{ 'day shift': { hours: { 'monday to friday': '09:00-17:00' } } }] }),
    people: z
      .record(id, person)
      .describe('Everybody, by id.')
      .meta({ examples: [{ mia: { name: 'Mia Chen', grade: 'agent', functions: ['orders'] } }] }),
  })
  .meta({
    title: 'Sayso organization',
    description:
      'The people and AI agents of an organization: who they are, what they may hold and when they can be reached.',
  });

export type PeopleData = z.infer<typeof PeopleFile>;
export type PersonData = PeopleData['people'][string];
export type CalendarData = NonNullable<PeopleData['calendars']>[string];
