/** The page's own words in the reader's language. Another language is another file beside en.ts, of the same shape. */
import { en } from './en.ts';

export const words = en;
