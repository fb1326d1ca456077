import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from './connect.ts';
import { DatabaseFault } from './fault.ts';
import { connectionsFromUrl } from './url.ts';

test('the connections of a URL', () => {
  const as = { user: 'anna', database: 'sayso' };
  const cases: [url: string, connections: Connection[]][] = [
    ['postgres://anna@db.example/sayso', [{ ...as, host: 'db.example', port: 5432 }]],
    [
      'postgresql://anna:p%40ss%3A@h1:6000,h2/sayso?sslmode=require&target_session_attrs=read-write',
      [
        { ...as, host: 'h1', port: 6000, password: 'p@ss:', ssl: { rejectUnauthorized: true } },
        { ...as, host: 'h2', port: 5432, password: 'p@ss:', ssl: { rejectUnauthorized: true } },
      ],
    ],
    ['postgres://anna@[::1]:6000/sayso', [{ ...as, host: '::1', port: 6000 }]],
    ['postgres://anna@%2Frun%2Fpostgresql/sayso', [{ ...as, host: '/run/postgresql', port: 5432 }]],
    [
      'postgres://anna@/sayso?host=/run/postgresql&port=6000',
      [{ ...as, host: '/run/postgresql', port: 6000 }],
    ],
    [
      'postgres://anna@h/sayso?sslmode=no-verify',
      [{ ...as, host: 'h', port: 5432, ssl: { rejectUnauthorized: false } }],
    ],
  ];
  for (const [url, connections] of cases) assert.deepEqual(connectionsFromUrl(url), connections, url);
});

test('a URL that can’t be used: what is wrong, without the password', () => {
  const cases: [url: string, words: RegExp][] = [
    ['mysql://anna:secret@h/sayso', /isn't of the form/],
    ['postgres://anna:secret@h', /isn't of the form/],
    ['postgres://anna:sec@ret@h/sayso', /isn't of the form/],
    ['postgres://h/sayso', /names no user/],
    ['postgres://anna:secret@h/', /names no database/],
    ['postgres://anna:secret@h:port/sayso', /"h:port" is no host/],
    ['postgres://anna:secret@h:70000/sayso', /"70000" is no port/],
    ['postgres://anna:%se@h/sayso', /% in it/],
    ['postgres://anna:secret@h/sayso?pgbouncer=true', /parameter "pgbouncer"/],
    ['postgres://anna:secret@h/sayso?sslmode=prefer', /sslmode=prefer is none of/],
    ['postgres://anna:secret@h/sayso?sslmode=verify-full&sslrootcert=/none', /certificate.*ENOENT/],
  ];
  for (const [url, words] of cases)
    assert.throws(
      () => connectionsFromUrl(url),
      (fault) => {
        assert.ok(fault instanceof DatabaseFault);
        assert.match(fault.message, words);
        assert.doesNotMatch(fault.message, /secret|ret@h/);
        assert.match(fault.mend, /postgres:\/\//);
        return fault.code === 'url';
      },
      url,
    );
});
