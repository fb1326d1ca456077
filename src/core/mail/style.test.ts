/** Mails can be read in the light and in the dark: every text stands out from what is behind it (WCAG 2, AA). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IN_THE_DARK, STYLES } from './style.ts';

type Name = keyof typeof STYLES;

/** Relative luminance of "#rrggbb", by WCAG 2. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** A property of a class, as it counts in the light or in the dark. */
function valueOf(name: Name, property: 'color' | 'background', isDark: boolean): string | undefined {
  const found = (style: string | undefined): string | undefined =>
    new RegExp(`(?:^|;)${property}:(#[0-9a-f]{6})`).exec(style ?? '')?.[1];
  const dark = isDark ? IN_THE_DARK[name] : undefined;
  if (dark?.includes(`${property}:transparent`)) return undefined;
  return found(dark) ?? found(STYLES[name]);
}

for (const isDark of [false, true])
  test(`every text can be read in the ${isDark ? 'dark' : 'light'}`, () => {
    for (const name of Object.keys(STYLES) as Name[]) {
      const text = valueOf(name, 'color', isDark) ?? valueOf('page', 'color', isDark);
      const behind = valueOf(name, 'background', isDark) ?? valueOf('sheet', 'background', isDark);
      assert.ok(text && behind, name);
      assert.ok(
        contrast(text, behind) >= 4.5,
        `${name}: ${text} on ${behind} is ${contrast(text, behind).toFixed(1)}`,
      );
    }
  });
