/** Ways to mend something as they are said at this door: what names a command names the address of the same operation. */
import { OPERATIONS } from '../../contract/operations.ts';
import { routeOf, type Operation } from '../../contract/operation.ts';

const COMMAND = /sayso ([a-z-]+) ([a-z_-]+)/g;

/** `sayso case show` is `GET /v1/cases/{case}`; what is a command alone stays one. */
export const saidHere = (mend: string): string =>
  mend.replace(COMMAND, (command, noun: string, verb: string) => {
    const name = `${noun}.${verb.replaceAll('-', '_')}`;
    const operation =
      (OPERATIONS as Readonly<Record<string, Operation>>)[name] ??
      (OPERATIONS as Readonly<Record<string, Operation>>)[`${noun}.${verb}`];
    if (!operation) return command;
    const { method, path } = routeOf(operation);
    return `${method} /v1${path}`;
  });
