/** Signing in: in the demo by being somebody, elsewhere with a token. */
import { useState, type FormEvent } from 'react';
import { Anchor, Badge, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createClient } from '../../../sdk/index.ts';
import { sayso } from '../service/client.ts';
import { session } from '../service/session.ts';
import { queryClient } from '../service/calls.ts';
import { words } from '../words/words.ts';
import { Loading, Problem } from './states.tsx';
import css from './sign-in.module.css';

type Ways = Awaited<ReturnType<typeof sayso.signInWays>>;
type Listed = NonNullable<Ways['people']>[number];

const AGAIN_MS = 3000;

export function SignIn() {
  const ways = useQuery({
    queryKey: ['sign-in'],
    queryFn: () => sayso.signInWays(),
    refetchInterval: ({ state }) => (state.status === 'error' ? AGAIN_MS : false),
  });
  return (
    <main className={css['page']}>
      <p className="logo" aria-hidden>
        say<b>so</b>
      </p>
      {ways.isPending && <Loading />}
      {ways.isError && <Problem error={new Error(words.signIn.unreachable)} />}
      {ways.data &&
        (ways.data.people ? <Choose ways={ways.data} people={ways.data.people} /> : <WithToken />)}
    </main>
  );
}

const enter = (token: string, person: { id: string; name: string }): void => {
  queryClient.clear();
  session.set({ token, person });
};

function Choose({ ways, people }: { ways: Ways; people: readonly Listed[] }) {
  const [sought, setSought] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const be = (person: string): void => {
    sayso.signIn({ person }).then((done) => enter(done.token, done.person), setProblem);
  };
  const { jobs } = words.signIn;
  const isSought = ({ name, id, unit }: Listed): boolean =>
    `${name} ${id} ${unit ?? ''}`.toLowerCase().includes(sought.trim().toLowerCase());
  const found = people.filter(isSought);
  const first =
    sought.trim() === '' ? Object.keys(jobs).flatMap((job) => people.find(({ id }) => id === job) ?? []) : [];
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} fz={26}>
          {words.signIn.title(ways.organization ?? '')}
        </Title>
        <Text c="dimmed" mt={6}>
          {words.signIn.lead}
        </Text>
      </div>
      {problem !== undefined && <Problem error={problem} />}
      {first.length > 0 && (
        <section aria-labelledby="good-start">
          <Title order={2} id="good-start" className="eyebrow">
            {words.signIn.suggestions}
          </Title>
          <ul className={css['people']}>
            {first.map((person) => (
              <Who key={person.id} person={person} job={jobs[person.id]} be={be} isLarge />
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="everybody">
        <Title order={2} id="everybody" className="eyebrow">
          {words.signIn.everybody}
        </Title>
        <TextInput
          aria-label={words.signIn.find}
          placeholder={words.signIn.find}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          mt={6}
          mb="sm"
        />
        <ul className={css['people']}>
          {found.map((person) => (
            <Who key={person.id} person={person} be={be} />
          ))}
        </ul>
      </section>
    </Stack>
  );
}

type WhoProps = { person: Listed; job?: string | undefined; be: (id: string) => void; isLarge?: boolean };

const Who = ({ person, job, be, isLarge = false }: WhoProps) => (
  <li>
    <button
      type="button"
      className={css['who']}
      data-large={isLarge || undefined}
      onClick={() => be(person.id)}
    >
      <span className={css['name']}>
        {person.name}
        {person.kind === 'ai agent' && (
          <Badge size="xs" variant="outline" color="gray" ml={6}>
            {words.signIn.ai}
          </Badge>
        )}
      </span>
      <span className={css['job']}>{job ?? [person.grade, person.unit].filter(Boolean).join(' · ')}</span>
    </button>
  </li>
);

function WithToken() {
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const given = token.trim();
    // Nobody is signed in before the service knows who it is.
    createClient({ url: '', token: () => given })
      .call('me.show', {})
      .then(({ person }) => enter(given, person), setProblem);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Title order={1} fz={26}>
          {words.signIn.tokenTitle}
        </Title>
        <Text c="dimmed">{words.signIn.tokenLead}</Text>
        {problem !== undefined && <Problem error={problem} />}
        <TextInput
          label={words.signIn.token}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <Button type="submit" disabled={token.trim() === ''}>
          {words.signIn.enter}
        </Button>
        <Anchor href="/openapi.json" fz="sm">
          {words.signIn.api}
        </Anchor>
      </Stack>
    </form>
  );
}
