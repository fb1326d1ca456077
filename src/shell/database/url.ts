/** The URL of PostgreSQL servers of your own: one host, or several of which one takes writes. */
import { readFileSync } from 'node:fs';
import type { Connection } from './connect.ts';
import { DatabaseFault, wordsOf } from './fault.ts';

const URL_PARTS = /^postgres(?:ql)?:\/\/(?:([^:@/?]*)(?::([^@/?]*))?@)?([^/?@]*)\/([^?]*)(?:\?(.*))?$/;
const HOW_TO_WRITE =
  'Write postgres://user:password@host:5432/database, several hosts with a comma between them, and signs such as @ : / ? in a name or password as %40 %3A %2F %3F.';

/**
 * The connections of a URL, one for each host:
 * `postgres://user:password@host1:5432,host2:5432/database?sslmode=require`. A Unix socket is a host too: its folder
 * percent-encoded (`%2Frun%2Fpostgresql`) or as `?host=/run/postgresql`. Of the parameters it knows `host`, `port`,
 * `sslmode` (disable; require, verify-ca and verify-full, which all verify; no-verify) and `sslrootcert`.
 * Throws a {@link DatabaseFault} that does not repeat the password.
 */
export function connectionsFromUrl(url: string): Connection[] {
  const parts = URL_PARTS.exec(url.trim());
  if (!parts) throw urlFault("It isn't of the form postgres://user:password@host/database");
  const [user, password, database] = [parts[1], parts[2], parts[4]].map(decode);
  const parameters = new URLSearchParams(parts[5]);
  if (!user) throw urlFault('It names no user');
  if (!database) throw urlFault('It names no database');
  const ssl = sslOf(parameters);
  const hosts = (parts[3] || parameters.get('host') || 'localhost').split(',');
  return hosts.map((each) => ({
    ...hostOf(each, parameters.get('port')),
    user,
    database,
    ...(password === undefined ? {} : { password }),
    ...(ssl ? { ssl } : {}),
  }));
}

function urlFault(what: string): DatabaseFault {
  return new DatabaseFault('url', `The database's URL can't be used: ${what}`, HOW_TO_WRITE);
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    throw urlFault('A % in it is not followed by two hexadecimal digits');
  }
}

function hostOf(text: string, port: string | null): { host: string; port: number } {
  const [, bracketed, plain, own] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? decode(plain);
  if (!host) throw urlFault(`"${text}" is no host`);
  const number = Number(own ?? port ?? 5432);
  if (!(Number.isInteger(number) && number > 0 && number < 65_536))
    throw urlFault(`"${own ?? port}" is no port`);
  return { host, port: number };
}

function sslOf(parameters: URLSearchParams): Connection['ssl'] {
  const known = ['host', 'port', 'sslmode', 'sslrootcert', 'target_session_attrs'];
  const unknown = [...parameters.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) throw urlFault(`It has the parameter "${unknown}", which Sayso does not know`);
  const mode = parameters.get('sslmode') ?? 'disable';
  if (mode === 'disable') return undefined;
  if (!['require', 'verify-ca', 'verify-full', 'no-verify'].includes(mode))
    throw urlFault(`sslmode=${mode} is none of disable, require, verify-ca, verify-full, no-verify`);
  const file = parameters.get('sslrootcert');
  try {
    return { rejectUnauthorized: mode !== 'no-verify', ...(file ? { ca: readFileSync(file, 'utf8') } : {}) };
  } catch (error) {
    throw urlFault(`The certificate of sslrootcert can't be read: ${wordsOf(error)}`);
  }
}
