// Pure: source files in, broken rules out, so that the test can also try it on files that exist nowhere.
import { posix } from 'node:path';
import { importTable, meaninglessFolders, refusedInCore, type Row } from './import-table.ts';
import { codeOnly, importsOf, lineAt, type Import } from './source-text.ts';

export interface SourceFile {
  /** From src/, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export function violations(files: readonly SourceFile[]): string[] {
  return files.filter(({ path }) => !path.endsWith('.test.ts')).flatMap(violationsIn);
}

function violationsIn(file: SourceFile): string[] {
  const imports = importsOf(file.text);
  return [
    ...badPath(file.path),
    ...badImports(file.path, imports),
    ...badExports(file),
    ...(isWithin(file.path, 'core') ? refusedWords(file) : []),
  ];
}

function badPath(path: string): string[] {
  const folder = path.split('/').find((part) => meaninglessFolders.includes(part));
  const found = folder ? [`src/${path}: a folder named ${folder} says nothing about what is inside`] : [];
  if (posix.basename(path) === 'index.ts') {
    found.push(`src/${path}: an index.ts is a barrel; import from the file that makes the thing`);
  }
  return found;
}

function badImports(path: string, imports: readonly Import[]): string[] {
  const row = rowOf(path);
  if (!row) return [`src/${path}: no row of the import table covers it (test/architecture/import-table.ts)`];
  return imports.flatMap((found) => {
    const problem = refusal(path, row, found);
    return problem ? [`src/${path}:${found.line}: ${problem} (${row.because})`] : [];
  });
}

/** Why this import is not allowed, or undefined. */
function refusal(path: string, row: Row, found: Import): string | undefined {
  const { specifier } = found;
  if (specifier === undefined) return 'an import with a computed name cannot be checked';
  if (!specifier.startsWith('.')) {
    return mayUsePackage(path, row, found, specifier) ? undefined : `may not import ${specifier}`;
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (target.startsWith('..')) return `production may not import ${specifier} from outside src/`;
  if (target.endsWith('.test.ts')) return `production may not import the test ${specifier}`;
  if (isWithinAny(target, [row.folder, ...(row.uses ?? [])])) return undefined;
  if (!isWithinAny(target, row.usesTypesOf ?? [])) return `${row.folder} may not import ${target}`;
  return found.typeOnly ? undefined : `${row.folder} may import only types from ${target}`;
}

function mayUsePackage(path: string, row: Row, found: Import, specifier: string): boolean {
  const name = packageOf(specifier);
  const allowed = [...(row.packages ?? []), ...(row.onlyIn?.[path] ?? [])];
  return (
    allowed.includes(name) ||
    (name.startsWith('node:') && allowed.includes('node:*')) ||
    (found.names.length > 0 && found.names.every((imported) => allowed.includes(`${name}#${imported}`)))
  );
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function badExports({ path, text }: SourceFile): string[] {
  const code = codeOnly(text);
  const rules: readonly [RegExp, string][] = [
    [/\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/g, 'a default export has no name of its own'],
    [/\bexport\s*(?:type\s*)?(?:\*|\{[^}]*\}\s*from\b)/g, 'passing on an export hides where a thing is made'],
  ];
  return rules.flatMap(([pattern, because]) =>
    [...code.matchAll(pattern)].map((match) => `src/${path}:${lineAt(code, match.index)}: ${because}`),
  );
}

function refusedWords({ path, text }: SourceFile): string[] {
  const code = codeOnly(text);
  return refusedInCore.flatMap(({ pattern, because }) =>
    [...code.matchAll(pattern)].map(
      (match) => `src/${path}:${lineAt(code, match.index)}: ${match[0].trim()} in core: ${because}`,
    ),
  );
}

function rowOf(path: string): Row | undefined {
  return importTable
    .filter(({ folder }) => isWithin(path, folder))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

const isWithinAny = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => isWithin(path, folder));
