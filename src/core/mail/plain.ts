/**
 * What others wrote, made harmless before it stands in a mail or on a page: it can neither end a line nor turn the
 * direction of what stands around it.
 */

/** Turns the direction of writing, hides itself, or is no character of a text at all. */
const UNSEEN = /[\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** A text of several lines. */
export const lines = (text: string): string[] =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(UNSEEN, '')
    .split('\n')
    .map((line) => line.replaceAll(CONTROL, ' ').replaceAll('\t', ' ').trimEnd());

/** A text on one line. */
export const line = (text: string): string => lines(text).join(' ').replaceAll(/ {2,}/g, ' ').trim();

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** As text or an attribute's value of HTML. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
