/** An instant as a customer reads it: "12:00 today (New York time)", in their language. */
import { civilOf, localDay, wallTime, weekday, type Instant, type Zone } from '../words/time.ts';

type Calendar = {
  weekdays: readonly string[];
  months: readonly string[];
  today: string;
  tomorrow: string;
  later: string;
  zone: string;
};

const list = (words: string): string[] => words.split(' ');

const CALENDARS: Readonly<Record<string, Calendar>> = {
  en: {
    weekdays: list('Sunday Monday Tuesday Wednesday Thursday Friday Saturday'),
    months: list('January February March April May June July August September October November December'),
    today: '{clock} today',
    tomorrow: '{clock} tomorrow',
    later: '{clock} on {weekday}, {month} {day}',
    zone: '{place} time',
  },
  de: {
    weekdays: list('Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag'),
    months: list('Januar Februar März April Mai Juni Juli August September Oktober November Dezember'),
    today: 'heute um {clock}',
    tomorrow: 'morgen um {clock}',
    later: 'am {weekday}, dem {day}. {month}, um {clock}',
    zone: 'Ortszeit {place}',
  },
  es: {
    weekdays: list('domingo lunes martes miércoles jueves viernes sábado'),
    months: list('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
    today: 'hoy a las {clock}',
    tomorrow: 'mañana a las {clock}',
    later: 'el {weekday} {day} de {month} a las {clock}',
    zone: 'hora de {place}',
  },
  fr: {
    weekdays: list('dimanche lundi mardi mercredi jeudi vendredi samedi'),
    months: list('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'),
    today: 'aujourd’hui à {clock}',
    tomorrow: 'demain à {clock}',
    later: 'le {weekday} {day} {month} à {clock}',
    zone: 'heure de {place}',
  },
};

function calendarFor(language: string): Calendar {
  const calendar = CALENDARS[language] ?? CALENDARS['en'];
  if (!calendar) throw new Error('there is no English calendar');
  return calendar;
}

/** Zones that are no place; the sign in their names is the other way round than people write it. */
const OFFSET = /^Etc\/GMT(?<sign>[+-])(?<hours>\d+)$/;

/** Where a zone's time is, as people call it: `America/New_York` → "New York", `Etc/GMT+12` → "UTC−12". */
export function placeOf(zone: string): string {
  const { sign, hours } = OFFSET.exec(zone)?.groups ?? {};
  if (hours !== undefined) return `UTC${sign === '+' ? '−' : '+'}${hours}`;
  return (RENAMED[zone] ?? zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** Browsers still say the names that places had. */
const RENAMED: Readonly<Record<string, string>> = {
  'America/Godthab': 'Nuuk',
  'Asia/Calcutta': 'Kolkata',
  'Asia/Katmandu': 'Kathmandu',
  'Asia/Rangoon': 'Yangon',
  'Asia/Saigon': 'Ho Chi Minh City',
  'Atlantic/Faeroe': 'Faroe',
  'Europe/Kiev': 'Kyiv',
};

function fill(
  sentence: string,
  { calendar, zone, time, hourCycle }: Clock & { calendar: Calendar; time: Instant },
): string {
  const day = localDay(zone, time);
  const clock = wallTime(zone, time, day);
  const civil = civilOf(day);
  const parts: Readonly<Record<string, string>> = {
    clock: hourCycle === 'h12' ? twelveHours(clock) : clock,
    weekday: calendar.weekdays[weekday(day)] ?? '',
    month: calendar.months[civil.month - 1] ?? '',
    day: String(civil.day),
    place: placeOf(zone.name),
  };
  return sentence.replace(/\{(\w+)\}/g, (_, part: string) => parts[part] ?? '');
}

/**
 * @param language one of the languages that the product has sentences in
 * @param place whether it is said whose time that is; where many times stand together it is said once
 */
export function customerTime(
  zone: Zone,
  language: string,
  time: Instant,
  now: Instant,
  place: 'with its place' | 'plain' = 'with its place',
): string {
  const calendar = calendarFor(language);
  const away = localDay(zone, time) - localDay(zone, now);
  const sentence = away === 0 ? calendar.today : away === 1 ? calendar.tomorrow : calendar.later;
  const whose = OFFSET.test(zone.name) ? '{place}' : calendar.zone;
  return fill(place === 'plain' ? sentence : `${sentence} (${whose})`, { calendar, zone, time });
}

/** Whose clock times are on, and how it is written: `h23` "15:12", `h12` "3:12 PM" (the names are those of ECMA-402). */
export type Clock = { zone: Zone; hourCycle?: HourCycle };
export type HourCycle = 'h12' | 'h23';

/** An instant in a record, for colleagues: "12:00" on the day of what happened, else "12:00 on Saturday, November 28". */
export function recordTime({ zone, hourCycle = 'h23' }: Clock, time: Instant, happened: Instant): string {
  const calendar = calendarFor('en');
  const [day, then] = [localDay(zone, time), localDay(zone, happened)];
  const { year } = civilOf(day);
  const isSameYear = year === civilOf(then).year;
  const sentence = day === then ? '{clock}' : `${calendar.later}${isSameYear ? '' : `, ${year}`}`;
  return fill(sentence, { calendar, zone, time, hourCycle });
}

/** "15:12" as "3:12 PM". */
function twelveHours(clock: string): string {
  const hour = Number(clock.slice(0, 2));
  return `${hour % 12 === 0 ? 12 : hour % 12}${clock.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
}
