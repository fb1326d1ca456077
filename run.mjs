// Stands in front of every npm script: `node run.mjs <what Node should run> [arguments]`.
// Needs any Node >= 18 and nothing installed. It installs what package-lock.json says if that has not been
// done yet, then runs its arguments under Node 24.
import { runUnderNode24 } from './scripts/bootstrap.mjs';

await runUnderNode24(process.argv.slice(2));
