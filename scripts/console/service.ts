// The service of a page: on the page's data and clock, on any port that is free.
import { configurationOf, settingsOf } from '../../src/doors/cli/engine.ts';
import type { World } from '../../src/doors/cli/io.ts';
import { startHttp } from '../../src/doors/http/server.ts';
import { logTo } from '../../src/shell/observed/log.ts';
import { observe } from '../../src/shell/observed/observe.ts';
import { startRunner } from '../../src/shell/runner.ts';
import { secretOf } from '../../src/shell/secret.ts';
import { start } from '../../src/shell/start.ts';

export type PageService = {
  /** Where it is: `http://127.0.0.1:40001`. */
  address: string;
  /** Until all that is due has been carried out. */
  settle: () => Promise<void>;
  close: () => Promise<void>;
};

/** Does what `sayso serve` does, with a clock that is right by itself and ids of the page. */
export async function serveFor(world: World): Promise<PageService> {
  const settings = settingsOf(world, {});
  const configuration = configurationOf(world, settings);
  let address = '';
  const secret = secretOf(configuration.dataDir, settings.secret);
  const started = await start({ ...configuration, links: { secret, publicUrl: () => address } });
  const { engine } = started;
  engine.observed = observe(logTo(world.out, 'silent'));
  if (world.random) engine.random = world.random;
  const runner = startRunner(engine, { askDatabase: () => Promise.resolve(engine.clock.now()) });
  const http = await startHttp(engine, { secret, strict: true });
  address = http.address;
  return {
    address,
    settle: () => runner.settle(),
    close: async () => {
      await http.close();
      await runner.stop();
      await started.close();
    },
  };
}
