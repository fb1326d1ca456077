// `npm run screenshots`: a picture of every screen and state, in light and dark, on a desk and on a phone.
//   npm run screenshots -- [--into FOLDER] [--only NAME]
// It runs as a test does, since it lives on the same database: test/browser/pictures.ts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browserOrWhyNot } from './browser/find.ts';

const { values } = parseArgs({
  options: { into: { type: 'string', default: 'screenshots' }, only: { type: 'string', default: '' } },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const found = await browserOrWhyNot({ install: true, say: (line) => console.log(line) });
if ('whyNot' in found) {
  console.error(`No pictures: ${found.whyNot}`);
  process.exit(1);
}
const child = spawn(
  process.execPath,
  [
    '--test',
    '--test-reporter=spec',
    '--test-global-setup=./test/global-setup.ts',
    'test/browser/pictures.ts',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      SAYSO_PICTURES: path.resolve(values.into),
      SAYSO_PICTURES_ONLY: values.only,
    },
  },
);
const [code] = (await once(child, 'close')) as [number];
console.log(`Pictures: ${path.resolve(values.into)}`);
process.exitCode = code;
