/** Writing to the customer, with a look at what is to be said better; what is written stays until it is sent. */
import { Button, Group, Textarea } from '@mantine/core';
import { useKept } from '../service/kept.ts';
import { Problem } from '../app/states.tsx';
import { useAct } from '../service/calls.ts';
import { words } from '../words/words.ts';
import { Findings, useFindings } from './findings.tsx';
import css from './cases.module.css';

type Props = { case: string; canSend: boolean; whyNot: string | undefined };

export function ReplyBox({ case: id, canSend, whyNot }: Props) {
  const [text, setText, clear] = useKept<string>(`reply.${id}`, '');
  const { findings, isFine } = useFindings(text, { case: id });
  const update = useAct('case.update');
  const isReady = canSend && text.trim() !== '' && !update.isPending;
  const send = (): void => {
    void update.mutateAsync({ case: id, words: text.trim() }).then(
      () => clear(text),
      () => undefined,
    );
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
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          // Here it means what is written here, and not the case's next step.
          event.preventDefault();
          event.stopPropagation();
          if (isReady) send();
        }}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5000}
        mt={6}
      />
      <Findings text={text} findings={findings} put={setText} />
      <Group justify="space-between" mt="sm" gap="xs">
        <span className={css['quiet']}>{isFine ? words.reply.fine : (whyNot ?? '')}</span>
        <Button onClick={send} disabled={!isReady && !update.isPending} loading={update.isPending}>
          {words.reply.send}
        </Button>
      </Group>
    </section>
  );
}
