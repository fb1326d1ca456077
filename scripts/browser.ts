// `npm run browser`: a browser for the tests, found or installed, and which one.
import { browserOrWhyNot } from './browser/find.ts';

const found = await browserOrWhyNot({ install: true, say: (line) => console.log(line) });
console.log('path' in found ? `Browser: ${found.path}` : `No browser: ${found.whyNot}`);
