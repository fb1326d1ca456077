// What the rules need to know of a TypeScript file, by pattern: TypeScript 7 offers no compiler API to ask,
// and a tool built on that API can read nothing and still pass.

export interface Import {
  /** As written; undefined where import() gets a computed name. */
  readonly specifier: string | undefined;
  readonly typeOnly: boolean;
  /** What a named import takes, without the word `type`; ['*'] for anything that takes all. */
  readonly names: readonly string[];
  readonly line: number;
}

// Tokens in which comment marks, quotes or keywords mean nothing. The last one is a regular expression where a
// value may begin; a division that it takes for one does no harm, as its text stays.
const tokens =
  /(?<comment>\/\/.*|\/\*[^]*?\*\/)|(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")|(?<template>`(?:\\[^]|[^`\\])*`)|(?<regex>(?<=[(,=:[!&|?{};\s])\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*)/g;

type Groups = Partial<Record<'comment' | 'string' | 'template' | 'regex', string>>;

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** The text without comments; every line stays where it was. */
export function withoutComments(text: string): string {
  return text.replace(tokens, (token: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Groups;
    return groups.comment === undefined ? token : blank(token);
  });
}

/** Code alone: comments, strings and patterns blanked; what stands in `${…}` of a template stays. */
export function codeOnly(text: string): string {
  return text.replace(tokens, (token: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Groups;
    if (groups.template === undefined) return blank(token);
    return token.replace(/\$\{[^}]*\}|[^]/g, (part) => (part.length > 1 ? part : blank(part)));
  });
}

const clause = String.raw`(?:(?!\b(?:import|export)\b)[\w$*\s{},])*?`;
const staticImport = new RegExp(
  String.raw`(?<![.\w$])(?:import|export)\s*(?<type>type\b)?(?<clause>${clause})(?:\bfrom\s*|(?<=import\s*))(['"])(?<specifier>[^'"\n]+)\3`,
  'g',
);
const dynamicImport = /(?<![.\w$])(?:import|require)\s*\(\s*(?:(['"])(?<specifier>[^'"\n]+)\1\s*[,)])?/g;

export function importsOf(text: string): Import[] {
  const source = withoutComments(text);
  const found: Import[] = [];
  for (const match of source.matchAll(staticImport)) {
    const { type, clause: taken = '', specifier } = match.groups ?? {};
    const named = namedImports(taken);
    found.push({
      specifier,
      typeOnly: type !== undefined || (named !== undefined && named.length > 0 && named.every(isType)),
      names: named?.map((name) => name.replace(/^type\s+/, '').replace(/\s+as\s.*$/s, '')) ?? ['*'],
      line: lineAt(source, match.index),
    });
  }
  for (const match of source.matchAll(dynamicImport)) {
    const specifier = match.groups?.['specifier'];
    found.push({ specifier, typeOnly: false, names: ['*'], line: lineAt(source, match.index) });
  }
  return found;
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** The names between the braces, or undefined where the clause takes more than names. */
function namedImports(clauseText: string): string[] | undefined {
  const braces = /^\s*\{([^}]*)\}\s*$/.exec(clauseText)?.[1];
  return braces
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const isType = (name: string): boolean => /^type\s/.test(name);
