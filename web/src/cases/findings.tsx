/** What is better said otherwise in a text to the customer, each with words that can be taken instead. */
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useLook, type Output } from '../service/calls.ts';
import { words } from '../words/words.ts';
import css from './cases.module.css';

const PAUSE_MS = 400;

type About = { case?: string | undefined; language?: string | undefined };
type Checked = { findings: Output<'reply.check'>['findings']; isFine: boolean };

/** Looks at a text once nobody types any more. */
export function useFindings(text: string, { case: id, language }: About): Checked {
  const [checked] = useDebouncedValue(text.trim(), PAUSE_MS);
  const input = {
    text: checked,
    ...(id !== undefined && { case: id }),
    ...(language !== undefined && { language }),
  };
  const check = useLook('reply.check', checked === '' ? undefined : input, { keep: () => true });
  const findings = checked === '' ? [] : (check.data?.findings ?? []);
  const isChecked = checked !== '' && checked === text.trim() && check.isSuccess && !check.isPlaceholderData;
  return { findings, isFine: isChecked && findings.length === 0 };
}

type Props = { text: string; findings: Checked['findings']; put: (text: string) => void };

export const Findings = ({ text, findings, put }: Props) => (
  <ul className={css['findings']} aria-live="polite" aria-label={words.reply.findings}>
    {findings.map(({ start, words: found, because, better }) => (
      <li key={`${start}-${found}`}>
        <p>
          <mark>{`“${found}”`}</mark> {because}
        </p>
        <p className={css['better']}>
          <span>
            {words.reply.instead} <q>{better}</q>
          </span>
          <Button
            size="compact-xs"
            variant="default"
            flex="none"
            onClick={() => put(text.replace(found, () => better))}
          >
            {words.reply.use}
          </Button>
        </p>
      </li>
    ))}
  </ul>
);
