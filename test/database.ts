/** Fresh databases for tests. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after } from 'node:test';
import type { Connection } from '../src/shell/database/connect.ts';
import { asAdmin, connectionAs, type Started, startTestServer, type TestServer } from './test-server.ts';

export type FreshDatabase = {
  owner: Connection;
  service: Connection;
  /** The superuser on it: to break connections, or to look at what nobody else may see. */
  admin: Connection;
  drop: () => Promise<void>;
};

let own: Promise<Started> | undefined;
let server: Promise<TestServer> | undefined;
let count = 0;

// Here and not in freshDatabase: there it would be called at the end of the test that asked first.
after(async () => {
  await (await own?.catch(() => undefined))?.stop();
});

/**
 * A migrated database of its own. `drop` breaks the connections to it and removes it; what is not dropped goes with
 * the server at the end of the run. A test file that runs without the global setup has a server of its own.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  server ??= findServer();
  const at = await server;
  count += 1;
  const name = `${at.template}_${process.pid}_${count}`;
  await asAdmin(at, (client) =>
    client.query(`create database ${name} template ${at.template} owner sayso_owner`),
  );
  return {
    owner: connectionAs(at, 'sayso_owner', name),
    service: connectionAs(at, 'sayso_service', name),
    admin: { ...at.admin, database: name },
    drop: () =>
      asAdmin(at, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

async function findServer(): Promise<TestServer> {
  const port = process.env['SAYSO_TEST_SERVER'];
  if (port === undefined) {
    own = startTestServer();
    return (await own).server;
  }
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  const { server: found, error } = JSON.parse(await text(socket)) as { server?: TestServer; error?: string };
  if (found) return found;
  throw new Error(`The database for the tests did not start:\n${error}`);
}
