/**
 * The seed of all random samples. The same in every run, so that a run is green or red for what was changed and
 * not by luck; SAYSO_SEED=random draws others, SAYSO_SEED=123 repeats those of a failure.
 * `npm test` loads this before every test file.
 */
import { configureGlobal } from 'fast-check';

const given = process.env['SAYSO_SEED'];

export const SEED =
  given === undefined ? 20_261_122 : given === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(given);

configureGlobal({ seed: SEED });
