/** Writing to the customer, with a look at what is to be said better; what is written stays until it is sent. */
import { useEffect, useState } from 'react';
import { Button, Group, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Problem } from '../app/states.tsx';
import { useAct, useLook } from '../service/calls.ts';
import { words } from '../words/words.ts';
import css from './cases.module.css';

const PAUSE_MS = 400;
const keyFor = (id: string): string => `sayso.reply.${id}`;

type Props = { case: string; canSend: boolean; whyNot: string | undefined };

export function ReplyBox({ case: id, canSend, whyNot }: Props) {
  const [text, setText] = useState(() => localStorage.getItem(keyFor(id)) ?? '');
  const [checked] = useDebouncedValue(text.trim(), PAUSE_MS);
  const check = useLook('reply.check', checked === '' ? undefined : { text: checked, case: id }, {
    keep: true,
  });
  const update = useAct('case.update');
  useEffect(() => {
    if (text === '') localStorage.removeItem(keyFor(id));
    else localStorage.setItem(keyFor(id), text);
  }, [id, text]);
  const findings = checked === '' ? [] : (check.data?.findings ?? []);
  const send = (): void => {
    update.mutate({ case: id, words: text.trim() }, { onSuccess: () => setText('') });
  };
  return (
    <section className="card" aria-labelledby="reply">
      <h2 id="reply" className="eyebrow">
        {words.reply.title}
      </h2>
      {update.isError && <Problem error={update.error} />}
      <Textarea
        aria-label={words.reply.title}
        placeholder={words.reply.placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5000}
        mt={6}
      />
      <ul className={css['findings']} aria-live="polite" aria-label={words.reply.findings}>
        {findings.map(({ start, words: found, because, better }) => (
          <li key={`${start}-${found}`}>
            <p>
              <mark>{found}</mark> {because}
            </p>
            <p className={css['better']}>
              {better}
              <Button
                size="compact-xs"
                variant="default"
                flex="none"
                onClick={() => setText(text.replace(found, better))}
              >
                {words.reply.use}
              </Button>
            </p>
          </li>
        ))}
      </ul>
      <Group justify="space-between" mt="sm" gap="xs">
        <span className={css['quiet']}>
          {checked !== '' && check.isSuccess && findings.length === 0 ? words.reply.fine : (whyNot ?? '')}
        </span>
        <Button onClick={send} disabled={!canSend || text.trim() === ''} loading={update.isPending}>
          {words.reply.send}
        </Button>
      </Group>
    </section>
  );
}
