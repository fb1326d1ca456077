/** Colors, type and shape of everything on the page. */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Ours: an ink blue. Shade 8 carries white text at more than 7 to 1, and stands out from dark ground. */
const ink: MantineColorsTuple = [
  '#eef0ff',
  '#dcdffb',
  '#b7bdf2',
  '#8f98ea',
  '#6d78e2',
  '#5864de',
  '#4c59dc',
  '#3d4ac4',
  '#3540b0',
  '#2a359b',
];

/** The parts' own grays, in the tint of our dark ground. */
const dark: MantineColorsTuple = [
  '#e6e8ec',
  '#c3c7cf',
  '#a4a9b3',
  '#7b818d',
  '#343841',
  '#2a2e36',
  '#22252c',
  '#1a1c21',
  '#15171b',
  '#101114',
];

export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 6 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});
