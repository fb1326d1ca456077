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

export const theme = createTheme({
  colors: { ink },
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
