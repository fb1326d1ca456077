// Who may import whom in src/. The longest matching folder decides; what no row allows is refused.
// Folders and files are written from src/. A new folder needs a row here and a line in ARCHITECTURE.md.

export interface Row {
  readonly folder: string;
  readonly because: string;
  /** Folders and files whose values and types may be used. A folder may always use itself. */
  readonly uses?: readonly string[];
  /** Folders and files of which only types may be used. */
  readonly usesTypesOf?: readonly string[];
  /** npm packages, and 'node:*' for all that Node brings. */
  readonly packages?: readonly string[];
  /** What one file alone may use beyond that: a package, or package#name for a single import of it. */
  readonly onlyIn?: Readonly<Record<string, readonly string[]>>;
}

export const importTable: readonly Row[] = [
  {
    folder: 'core/words',
    because: 'the words stand under everything, so they stand on nothing',
    onlyIn: { 'core/words/hash.ts': ['node:crypto#hash'] },
  },
  {
    folder: 'core/wording',
    because: 'what a customer should not read is one list, for books and replies alike; a list knows neither',
    uses: ['core/words'],
  },
  {
    folder: 'core/book',
    because: 'a book is compiled from text alone; its parsers live here and are met nowhere else',
    uses: ['core/words', 'core/wording'],
    packages: ['zod', 'yaml'],
    onlyIn: { 'core/book/cel.ts': ['@marcbachmann/cel-js'] },
  },
  {
    folder: 'core/organization',
    because: 'people are read like a book is: from text, with diagnostics',
    uses: ['core/words', 'core/book'],
    packages: ['zod', 'yaml'],
  },
  {
    folder: 'core/decide',
    because: 'a verdict follows from book, organization and request; no package has a say in it',
    uses: ['core/words', 'core/book', 'core/organization'],
  },
  {
    folder: 'core/trial',
    because: 'a case is a request with its answer, so it may read and decide, and nothing else',
    uses: ['core/words', 'core/book', 'core/organization', 'core/decide'],
    packages: ['zod'],
  },
  {
    folder: 'core/find',
    because: 'finding a request type knows what a book holds, not how it is decided',
    uses: ['core/words'],
    usesTypesOf: ['core/book'],
    packages: ['minisearch'],
  },
  {
    folder: 'core/matrix',
    because:
      'a matrix is another way to write a book: it is read like people are, and checked by the book itself',
    uses: ['core/words', 'core/book', 'core/organization'],
    packages: ['yaml'],
  },
  {
    folder: 'core/explain',
    because: 'it puts a decision into words and can therefore not make one',
    uses: ['core/words', 'core/book', 'core/organization'],
    usesTypesOf: ['core/decide'],
  },
  {
    folder: 'core/reach',
    because: 'whom to ask follows from people, calendars and time, whatever is asked',
    uses: ['core/words', 'core/organization'],
    usesTypesOf: ['core/decide'],
  },
  {
    folder: 'core/cases',
    because: 'a case decides, reaches and speaks through the parts to its left; zod reads what doors send',
    uses: ['core/words', 'core/book', 'core/organization', 'core/decide', 'core/reach', 'core/explain'],
    packages: ['zod'],
  },
  {
    folder: 'core/customers',
    because: 'what is known of a customer across cases: it reads cases and what happened, and changes none',
    uses: ['core/words', 'core/book', 'core/organization', 'core/decide', 'core/explain', 'core/cases'],
    packages: ['zod'],
  },
  {
    folder: 'core/reply',
    because: 'a check of words advises, so it sees no case and none sees it',
    uses: ['core/words', 'core/wording'],
    usesTypesOf: ['core/book', 'core/organization'],
  },
  {
    folder: 'core/precedents',
    because: 'what was decided on like facts is compared and shown, and never decides',
    uses: ['core/words', 'core/book', 'core/organization', 'core/decide', 'core/explain', 'core/cases'],
  },
  {
    folder: 'core/review',
    because: 'a review reads what happened, and changes nothing',
    uses: [
      'core/words',
      'core/book',
      'core/organization',
      'core/decide',
      'core/reach',
      'core/cases',
      'core/explain',
    ],
  },
  {
    folder: 'core/mail',
    because: 'a mail says what a case is and what happened, and changes nothing',
    uses: ['core/words', 'core/book', 'core/organization', 'core/decide', 'core/cases', 'core/explain'],
  },
  {
    folder: 'core/publish',
    because: 'a book comes into force by what happened to it: read, tried, compared, given by whoever may',
    uses: [
      'core/words',
      'core/book',
      'core/organization',
      'core/decide',
      'core/reach',
      'core/trial',
      'core/cases/refusal.ts',
    ],
    usesTypesOf: ['core/cases'],
  },
  {
    folder: 'core/people',
    because: 'who is there and what becomes of their work; whoever may change the book may put in people',
    uses: [
      'core/words',
      'core/book',
      'core/organization',
      'core/reach',
      'core/publish',
      'core/cases/refusal.ts',
      'core/cases/succession.ts',
    ],
    usesTypesOf: ['core/cases'],
  },
  {
    folder: 'contract',
    because: 'it says what goes over the wire, of what core knows, and does nothing',
    uses: ['core'],
    packages: ['zod'],
  },
  {
    folder: 'shell',
    because: 'the shell waits, reads and writes; core never hears of it',
    uses: ['core', 'contract'],
    packages: ['node:*', 'pg', 'kysely'],
    onlyIn: {
      'shell/tokens.ts': ['jose'],
      'shell/links/links.ts': ['jose'],
      'shell/mailbox.ts': ['postal-mime'],
    },
  },
  {
    folder: 'shell/channels',
    because: 'a channel is the one place that knows how its messages travel',
    uses: ['core', 'shell'],
    packages: ['node:*'],
    onlyIn: { 'shell/channels/mail-transport.ts': ['nodemailer'] },
  },
  {
    folder: 'shell/observed',
    because: 'what is counted, logged and traced passes here, where nothing personal gets through',
    uses: ['core', 'shell'],
    packages: ['node:*', 'pg', 'pino', 'prom-client'],
    onlyIn: {
      'shell/observed/traces.ts': [
        '@opentelemetry/api',
        '@opentelemetry/context-async-hooks',
        '@opentelemetry/exporter-trace-otlp-http',
        '@opentelemetry/resources',
        '@opentelemetry/sdk-trace',
      ],
    },
  },
  {
    folder: 'shell/backup',
    because: 'a backup is read and written as PostgreSQL copies tables',
    uses: ['core', 'shell'],
    packages: ['node:*', 'pg', 'pg-copy-streams', 'zod'],
  },
  {
    folder: 'shell/configuration',
    because: 'what a node can be told is described once, by zod, and read by nothing else',
    uses: ['core', 'shell'],
    packages: ['node:*', 'zod'],
  },
  {
    folder: 'doors/cli',
    because: 'a door parses, calls and prints; it knows no other door',
    uses: ['core', 'contract', 'shell'],
    packages: ['commander', 'node:*'],
  },
  {
    folder: 'doors/http',
    because: 'a door parses, calls and answers; it knows no other door',
    uses: ['core', 'contract', 'shell'],
    packages: ['node:*', 'zod', 'fastify', '@fastify/rate-limit', '@fastify/static'],
  },
  {
    folder: 'main.ts',
    because: 'the composition root puts all parts together',
    uses: ['core', 'contract', 'shell', 'doors'],
    packages: ['node:*'],
  },
];

/** Names that say nothing about what is inside, so that everything ends up there. */
export const meaninglessFolders: readonly string[] = [
  'utils',
  'helpers',
  'common',
  'lib',
  'services',
  'managers',
  'types',
];

/** What core may not even mention, each with the reason. Lint refuses most of it too; lint can be switched off in a line. */
export const refusedInCore: readonly { readonly pattern: RegExp; readonly because: string }[] = [
  { pattern: /(?<![.\w$])async\b(?!\s*[:,}=)])/g, because: 'core never waits' },
  { pattern: /(?<![.\w$])await\b(?!\s*[:,}=)])/g, because: 'core never waits' },
  { pattern: /(?<![.\w$])Promise\b/g, because: 'core never waits' },
  { pattern: /(?<![.\w$])Date\b/g, because: 'time is an argument' },
  { pattern: /\bMath\s*\.\s*random\b/g, because: 'the same request gets the same verdict' },
  { pattern: /(?<![.\w$])process\s*\??\.(?!\.)/g, because: 'core knows no environment' },
];
