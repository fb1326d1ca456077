/** What stands where nothing else does: nothing there, still coming, did not work. */
import type { ReactNode } from 'react';
import { Alert, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconAlertTriangle } from '@tabler/icons-react';
import { problemIn, type Pages } from '../service/calls.ts';
import { words } from '../words/words.ts';
import { keyCaps } from './commands.ts';

/** An empty place says what will stand there, and what to do. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <Stack gap={6} py="xl" px="md" align="center" ta="center" className="empty">
    <Text fw={600}>{title}</Text>
    {children !== undefined && (
      <Text c="dimmed" maw={420} fz="sm">
        {children}
      </Text>
    )}
  </Stack>
);

/** Something comes. Its shape is there already, so that nothing jumps. */
export const Loading = ({ lines = 3 }: { lines?: number }) => (
  <Stack gap="sm" role="status" aria-label={words.states.loading}>
    {Array.from({ length: lines }, (_, n) => (
      <Skeleton key={n} height={n === 0 ? 22 : 14} width={n === 0 ? '60%' : `${92 - n * 9}%`} />
    ))}
  </Stack>
);

/** What went wrong, in the service's words, what helps, and once more. */
export function Problem({ error, again }: { error: unknown; again?: (() => void) | undefined }) {
  const { message, mend, mayPass } = problemIn(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={message} role="alert">
      <Stack gap="xs" align="flex-start">
        {mend !== undefined && <Text fz="sm">{mend}</Text>}
        {again && mayPass && (
          <Button size="xs" variant="default" onClick={again}>
            {words.error.again}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** A list that goes on says so. */
export const More = ({ more, isMoreComing }: Pick<Pages<unknown>, 'more' | 'isMoreComing'>) =>
  more && (
    <Button variant="default" size="xs" mt="sm" loading={isMoreComing} onClick={more}>
      {words.states.more}
    </Button>
  );

export const NotThere = () => (
  <Stack p="xl" my="lg" mx="auto" w="calc(100% - 32px)" maw={560} align="center" className="card">
    <Title order={1} fz="h3">
      {words.states.notThere}
    </Title>
    <Text ta="center">{words.states.notThereText(keyCaps('mod+k').join(' '))}</Text>
    <Link to="/">{words.states.toDesk}</Link>
  </Stack>
);
