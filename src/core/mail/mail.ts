/**
 * A mail, written once and rendered twice: as plain text and as HTML, so that both say the same. What stands in a block
 * is plain words; the renderers alone make it safe.
 */
import { escaped, line, lines } from './plain.ts';
import { DARK, SHEET, STYLES } from './style.ts';

export type Block =
  | { kind: 'title' | 'words' | 'small'; text: string }
  /** What somebody said, in their words. */
  | { kind: 'quote'; by?: string; text: string }
  | { kind: 'rows'; rows: readonly Row[] }
  | { kind: 'list'; title: string; items: readonly string[] }
  | { kind: 'links'; links: readonly Button[] };

export type Row = { label: string; text: string };
export type Button = { label: string; url: string; tone: 'yes' | 'no' | 'plain' };

export type Mail = {
  subject: string;
  /** Of its words: a BCP 47 tag. */
  language: string;
  blocks: readonly Block[];
};

const MOST_SUBJECT = 150;

/** A subject, on one line and no longer than it can be read. */
export function subjectOf({ subject }: Mail): string {
  const one = line(subject);
  return one.length <= MOST_SUBJECT ? one : `${one.slice(0, MOST_SUBJECT - 1).trimEnd()}…`.toWellFormed();
}

/** The mail as plain text. */
export const textOf = ({ blocks }: Pick<Mail, 'blocks'>): string =>
  `${blocks
    .map(textBlock)
    .filter((text) => text !== '')
    .join('\n\n')}\n`;

function textBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
    case 'small':
      return line(block.text);
    case 'words':
      return lines(block.text).join('\n').trim();
    case 'quote': {
      const said = lines(block.text).map((one) => `> ${one}`.trimEnd());
      return [...(block.by === undefined ? [] : [`${line(block.by)}:`]), ...said].join('\n');
    }
    case 'rows': {
      const width = Math.max(0, ...block.rows.map(({ label }) => line(label).length));
      return block.rows.map(({ label, text }) => `${line(label).padEnd(width)}  ${line(text)}`).join('\n');
    }
    case 'list':
      return [`${line(block.title)}:`, ...block.items.map((item) => `- ${line(item)}`)].join('\n');
    case 'links':
      return block.links.map(({ label, url }) => `${line(label)}:\n${url}`).join('\n\n');
  }
}

/** The mail as an HTML document without anything from elsewhere: no images, no scripts, no fonts. */
export function htmlOf(mail: Mail): string {
  const body = mail.blocks.map((block) => htmlBlock(block, inline)).join('\n');
  return documentOf({ ...mail, body, style: DARK, attributes: inline });
}

/** Blocks as HTML for a page of ours, whose stylesheet is {@link SHEET}. */
export const htmlBlocks = (blocks: readonly Block[]): string =>
  blocks.map((block) => htmlBlock(block, byClass)).join('\n');

/** A whole page of ours around what {@link htmlBlocks} made, and forms. */
export const pageOf = (page: { subject: string; language: string; body: string }): string =>
  documentOf({ ...page, style: SHEET, attributes: byClass });

/** How an element says what it looks like: mail readers need it at the element, pages may not have it there. */
type Attributes = (name: keyof typeof STYLES) => string;
const byClass: Attributes = (name) => `class="${name}"`;
const inline: Attributes = (name) => `class="${name}" style="${STYLES[name]}"`;

function documentOf(given: {
  subject: string;
  language: string;
  body: string;
  style: string;
  attributes: Attributes;
}): string {
  const { subject, language, body, style, attributes } = given;
  return `<!doctype html>
<html lang="${escaped(line(language))}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(line(subject))}</title>
<style>${style}</style>
</head>
<body ${attributes('page')}>
<div ${attributes('sheet')}>
${body}
</div>
</body>
</html>
`;
}

const safeLine = (text: string): string => escaped(line(text));
const safeLines = (text: string): string => lines(text).map(escaped).join('<br>\n');

function htmlBlock(block: Block, as: Attributes): string {
  switch (block.kind) {
    case 'title':
      return `<h1 ${as('title')}>${safeLine(block.text)}</h1>`;
    case 'words':
      return `<p ${as('words')}>${safeLines(block.text.trim())}</p>`;
    case 'small':
      return `<p ${as('small')}>${safeLine(block.text)}</p>`;
    case 'quote': {
      const by = block.by === undefined ? '' : `<p ${as('by')}>${safeLine(block.by)}:</p>\n`;
      return `${by}<blockquote ${as('quote')}>${safeLines(block.text)}</blockquote>`;
    }
    case 'rows':
      return `<table ${as('rows')}>
${block.rows.map((row) => `<tr><th scope="row" ${as('label')}>${safeLine(row.label)}</th><td ${as('cell')}>${safeLine(row.text)}</td></tr>`).join('\n')}
</table>`;
    case 'list':
      return `<p ${as('by')}>${safeLine(block.title)}:</p>
<ul ${as('list')}>
${block.items.map((item) => `<li>${safeLine(item)}</li>`).join('\n')}
</ul>`;
    case 'links':
      return `<p ${as('words')}>
${block.links.map(({ label, url, tone }) => `<a ${as(tone)} href="${escaped(url)}">${safeLine(label)}</a>`).join('\n')}
</p>`;
  }
}
