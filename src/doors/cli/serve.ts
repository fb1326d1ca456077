/** `sayso serve`: a node of the service, until it is told to stop. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { codeOf } from '../../shell/database/fault.ts';
import { DatabaseFault } from '../../shell/database/fault.ts';
import { logTo } from '../../shell/observed/log.ts';
import { observe } from '../../shell/observed/observe.ts';
import { pageFolder } from '../../shell/page.ts';
import { secretOf } from '../../shell/secret.ts';
import { serve as serveNode, type Served } from '../../shell/serve.ts';
import { start, type Started } from '../../shell/start.ts';
import { StoreFault } from '../../shell/store/fault.ts';
import { configurationOf, settingsOf, type EngineOptions } from './engine.ts';
import { ANSWERED, WrongUse, type World } from './io.ts';

type Settings = ReturnType<typeof settingsOf>;

/** Serves. Resolves when it was told to stop and everything under way is finished. */
export async function serve(world: World, options: EngineOptions): Promise<number> {
  const settings = settingsOf(world, options);
  const interrupted = world.interrupted();
  const stopAsked = once(interrupted, 'abort');
  const started = await opened(() => start(configurationOf(world, settings)));
  started.engine.observed = observe(logTo(world.out, settings.log_level), await tracesOf(settings));
  // What nobody caught would be printed with its message, and that may name somebody.
  process.once('uncaughtException', (error: unknown) => {
    started.engine.observed.fault(error, { where: 'process' });
    process.exit(1);
  });
  const served = await listening(world, settings, started);
  await stopAsked;
  await served.stop(settings.drain_seconds * 1000);
  return ANSWERED;
}

/** Loaded only where they go somewhere. */
async function tracesOf({ traces }: Settings): Promise<Parameters<typeof observe>[1]> {
  if (traces === undefined) return undefined;
  const { processorTo, tracesTo } = await import('../../shell/observed/traces.ts');
  return tracesTo(processorTo(traces));
}

/**
 * Opens the door where the settings say.
 * @param demo the organization of the demo, in which whoever is at this machine may be anybody
 */
export async function listening(
  world: World,
  settings: Settings,
  started: Started,
  demo?: string,
): Promise<Served> {
  const { startHttp } = world;
  if (!startHttp) throw new Error('this process has no HTTP door');
  const { listen, public_url: publicUrl, secret, embed_origins: embedOrigins = [] } = settings;
  const folder = await pageFolder(world.note);
  try {
    return await serveNode(started, (engine) =>
      startHttp(engine, {
        secret: secretOf(started.dataDir, secret),
        ...listen,
        ...(publicUrl !== undefined && { publicUrl }),
        mostBytes: settings.body_limit_kb * 1024,
        mostPerMinute: settings.rate_limit_per_minute,
        ...(folder !== undefined && { page: { folder, embedOrigins } }),
        ...(demo !== undefined && { demo }),
      }),
    );
  } catch (error) {
    throw mendable(error, `${listen.host}:${listen.port}`);
  }
}

/**
 * Makes sure that the door can be opened, before much is done for it: a demo that is still open somewhere else is not begun
 * anew under its feet.
 */
export async function mayListen({ listen }: Settings): Promise<void> {
  const trial = createServer();
  try {
    trial.listen(listen);
    await once(trial, 'listening');
  } catch (error) {
    throw mendable(error, `${listen.host}:${listen.port}`);
  } finally {
    trial.close();
  }
}

/** Does what may fail for reasons that the caller can mend. */
export async function opened<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw mendable(error, '');
  }
}

function mendable(error: unknown, where: string): unknown {
  if (error instanceof DatabaseFault || error instanceof StoreFault)
    return new WrongUse(error.message, error.mend);
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new WrongUse(
        `Something else listens on ${where} already.`,
        'Choose another port: SAYSO_LISTEN=127.0.0.1:4748.',
      );
    case 'EACCES':
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new WrongUse(
        `It can't listen on ${where}.`,
        'Choose an address of this machine, and a port above 1024: SAYSO_LISTEN=127.0.0.1:4747.',
      );
    default:
      return error;
  }
}
