/** Everything of Sayso's, taken out of a database: for the demo, which begins anew. */
import { openClient, type Connection } from './connect.ts';

/** Drops all tables with what is in them. Nobody else is to work with the database meanwhile. */
export async function clear(owner: Connection): Promise<void> {
  const client = await openClient(owner);
  try {
    await client.query('drop schema if exists sayso cascade');
    await client.query('drop schema if exists sayso_migration cascade');
  } finally {
    await client.end();
  }
}
