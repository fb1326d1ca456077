#!/usr/bin/env node
// The `sayso` command: the same bootstrap as run.mjs, then src/main.ts in the folder of the caller.
import { fileURLToPath } from 'node:url';
import { runUnderNode24 } from './scripts/bootstrap.mjs';

const main = fileURLToPath(new URL('src/main.ts', import.meta.url));
await runUnderNode24([main, ...process.argv.slice(2)]);
