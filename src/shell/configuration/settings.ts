/**
 * Everything that a node can be told, in one table: what reads the configuration, the reference in docs/ and what is said
 * about a mistake come from here. A key `pool_size` is `SAYSO_POOL_SIZE` in the environment.
 */
import { z } from 'zod';

type Setting<T extends z.ZodType = z.ZodType> = {
  /** Reads a value of the file, or a text of the environment. */
  type: T;
  /** What a value is, as in "`log_level` is to be …". */
  is: string;
  /** What it does. */
  meaning: string;
  /** As it stands in the file. */
  example: string;
  /** What happens when it is left out. */
  otherwise: string;
  /** Whether a value may be seen by nobody: then it comes from the environment or from a file of its own. */
  secret?: (value: string) => boolean;
  /** It names a file or folder; in the configuration file, from where that lies. */
  path?: true;
};

const setting = <T extends z.ZodType>(one: Setting<T>): Setting<T> => one;

const text = z.string().trim().min(1).max(2000);
const path = z.string().min(1).max(1000);
const address = text.refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''));
const whole = (least: number, most: number): z.ZodType<number> =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ])
    .pipe(z.int().min(least).max(most));

/** `127.0.0.1:4747` or `[::1]:4747`. */
const listen = text
  .regex(/^(\[[0-9a-f:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/i)
  .transform((value) => {
    const colon = value.lastIndexOf(':');
    return { host: value.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(value.slice(colon + 1)) };
  })
  .refine(({ port }) => port <= 65_535);

/** Scheme, host and port of pages, and nothing behind. */
const origins = z
  .union([text.transform((value) => value.split(/[\s,]+/)), z.array(text)])
  .refine((all) =>
    all.every((one) => /^https?:$/.test(URL.parse(one)?.protocol ?? '') && URL.parse(one)?.origin === one),
  );

const always = (): boolean => true;
/** A URL with a password in it. */
const withPassword = (value: string): boolean => /^[^/]*:\/\/[^/@]*:[^@]*@/.test(value);

/** What a log line is worth writing for, the fewest first. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export const SETTINGS = {
  database_url: setting({
    type: text.regex(/^postgres(ql)?:\/\//),
    is: 'a URL such as postgres://sayso_service@db1,db2/sayso',
    meaning:
      'Your PostgreSQL, as the role `sayso_service`; of several hosts the one that takes writes is found.',
    example: 'postgres://sayso_service@db1:5432,db2:5432/sayso',
    otherwise: 'the database that comes along',
    secret: withPassword,
  }),
  database_owner_url: setting({
    type: text.regex(/^postgres(ql)?:\/\//),
    is: 'a URL such as postgres://sayso_owner@db1,db2/sayso',
    meaning:
      'The same database as the role `sayso_owner`: this node brings the tables to its version, and makes months.',
    example: 'postgres://sayso_owner@db1:5432,db2:5432/sayso',
    otherwise: 'somebody else does that',
    secret: withPassword,
  }),
  data_dir: setting({
    type: path,
    is: 'a folder',
    meaning: 'Where the database that comes along has its data, and where anchors and messages lie.',
    example: '/var/lib/sayso',
    otherwise: 'the place for data of whoever starts it',
    path: true,
  }),
  organization: setting({
    type: text,
    is: 'the id of an organization',
    meaning: 'Which organization commands are about.',
    example: 'lantern-house',
    otherwise: 'the only one there is',
  }),
  listen: setting({
    type: listen.default({ host: '127.0.0.1', port: 4747 }),
    is: 'a host and a port such as 127.0.0.1:4747',
    meaning:
      'Where the service listens. Other machines reach it only where this says so; it speaks plain HTTP, so something in front of it ends TLS.',
    example: '0.0.0.0:4747',
    otherwise: '127.0.0.1:4747',
  }),
  public_url: setting({
    type: address.transform((value) => value.replace(/\/+$/, '')),
    is: 'an address such as https://sayso.example.org',
    meaning: 'How people reach the service: links in messages begin with it.',
    example: 'https://sayso.example.org',
    otherwise: '`http://` and what it listens on',
  }),
  embed_origins: setting({
    type: origins,
    is: 'origins such as https://help.example.org, with spaces between them',
    meaning: 'Which helpdesks may show the side panel (`/embed`) in a frame. It listens to nobody else.',
    example: 'https://help.example.org',
    otherwise: 'nobody may',
  }),
  secret: setting({
    type: text.regex(/^(?:[0-9a-f]{2}){32,}$/i),
    is: 'at least 64 hexadecimal digits, an even number of them',
    meaning: 'Signs tokens and links; the same on every node. Make one: `openssl rand -hex 32`.',
    example: '/etc/sayso/secret',
    otherwise: 'one is made in `data_dir`, for this node alone',
    secret: always,
  }),
  webhook: setting({
    type: address,
    is: 'an address such as https://hooks.example.org/sayso',
    meaning: 'Where messages are posted that have no channel of their own.',
    example: 'https://hooks.example.org/sayso',
    otherwise: 'they are files in `data_dir`',
    secret: withPassword,
  }),
  mail_smtp: setting({
    type: text.regex(/^smtps?:\/\//),
    is: 'a URL such as smtps://sayso@mail.example.org:465',
    meaning: 'The mail server that takes our mail.',
    example: 'smtp://mail.example.org:587',
    otherwise: 'mail is written into `mail_folder`',
    secret: withPassword,
  }),
  mail_from: setting({
    type: text.regex(/@/),
    is: 'an address such as "Sayso <sayso@example.org>"',
    meaning: 'Who our mail is from.',
    example: 'Sayso <sayso@example.org>',
    otherwise: 'sayso@ and the host of `public_url`',
  }),
  mail_reply_to: setting({
    type: text.regex(/@/),
    is: 'an address such as care@example.org',
    meaning: 'Where replies to our mail go; customers are told that they may reply.',
    example: 'care@example.org',
    otherwise: 'nobody reads replies, and mail says so',
  }),
  mail_folder: setting({
    type: path,
    is: 'a folder',
    meaning: 'Where mail is written instead of sent, for `sayso mailbox`.',
    example: '/var/lib/sayso/mail',
    otherwise: '`mail` in `data_dir`',
    path: true,
  }),
  log_level: setting({
    type: z.enum(LOG_LEVELS).default('info'),
    is: `one of ${LOG_LEVELS.join(', ')}`,
    meaning: 'What is logged, as JSON lines on standard output. No level writes what is personal.',
    example: 'warn',
    otherwise: 'info',
  }),
  traces: setting({
    type: address,
    is: 'an address such as http://127.0.0.1:4318/v1/traces',
    meaning: 'Where OpenTelemetry traces go, by OTLP over HTTP.',
    example: 'http://127.0.0.1:4318/v1/traces',
    otherwise: 'none are made',
  }),
  pool_size: setting({
    type: whole(2, 200).default(10),
    is: 'a whole number from 2 to 200',
    meaning: 'Connections to the database, at most.',
    example: '20',
    otherwise: '10',
  }),
  rate_limit_per_minute: setting({
    type: whole(1, 1_000_000).default(6000),
    is: 'a whole number from 1 to 1000000',
    meaning: 'Requests of one caller in a minute; more are answered with 429.',
    example: '600',
    otherwise: '6000',
  }),
  body_limit_kb: setting({
    type: whole(16, 32_768).default(1024),
    is: 'a whole number from 16 to 32768',
    meaning: 'The largest body of a request, in kilobytes; larger ones are answered with 413.',
    example: '4096',
    otherwise: '1024',
  }),
  drain_seconds: setting({
    type: whole(0, 300).default(0),
    is: 'a whole number from 0 to 300',
    meaning:
      'When it is told to stop: for how long it still takes requests while `/readyz` answers 503, so that a load balancer looks elsewhere first.',
    example: '5',
    otherwise: '0',
  }),
} satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;

/** What a node was told; what has a default is always there. */
export type Settings = {
  [K in SettingKey as undefined extends z.input<(typeof SETTINGS)[K]['type']> ? K : never]: z.output<
    (typeof SETTINGS)[K]['type']
  >;
} & {
  [K in SettingKey as undefined extends z.input<(typeof SETTINGS)[K]['type']> ? never : K]?: z.output<
    (typeof SETTINGS)[K]['type']
  >;
};

export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

/** Its name in the environment. */
export const variableOf = (key: string): string => `SAYSO_${key.toUpperCase()}`;

/** The setting of a key, whatever its type. */
export const settingOf = (key: SettingKey): Setting => SETTINGS[key];
