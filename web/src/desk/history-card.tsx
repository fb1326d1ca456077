/** What was promised and granted to this customer before, and what is open: personal service, beside the verdict. */
import { Link } from '@tanstack/react-router';
import { useDebouncedValue } from '@mantine/hooks';
import { Problem } from '../app/states.tsx';
import { useLook, type Output } from '../service/calls.ts';
import { amountWords, timeWords } from '../words/format.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';
import css from './desk.module.css';

type History = Output<'customer.history'>;

const PAUSE_MS = 300;
const MOST = 4;

export function HistoryCard({ customer }: { customer: string }) {
  const [known] = useDebouncedValue(customer.trim(), PAUSE_MS);
  const history = useLook('customer.history', known === '' ? undefined : { customer: known }, { keep: true });
  if (known === '') return null;
  if (history.isError) return <Problem error={history.error} />;
  if (!history.data) return null;
  const lines = linesOf(history.data);
  return (
    <section className="card" aria-labelledby="before">
      <h2 id="before" className="eyebrow">
        {words.history.title}
      </h2>
      {lines.length === 0 && <p className={css['hint']}>{words.history.none}</p>}
      <ul className={css['history']}>
        {lines.map(({ key, text, case: id }) => (
          <li key={key}>
            {id === undefined ? (
              text
            ) : (
              <Link to="/cases/$case" params={{ case: id }}>
                {text}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Line = { key: string; text: string; case?: string };

function linesOf({ promises, granted, open, preferences }: History): Line[] {
  const { called, note, language, channel } = preferences;
  const likes = [called, language, channel, note].filter((one) => one !== undefined);
  return [
    ...(likes.length === 0 ? [] : [{ key: 'likes', text: words.history.likes(likes.join(', ')) }]),
    ...open.slice(0, MOST).map((one) => ({
      key: `open-${one.case}`,
      text: words.history.open(labelOf(one.type), one.owner.name),
      case: one.case,
    })),
    ...promises.slice(0, MOST).map(({ conversation, due, state }) => ({
      key: `promise-${conversation}-${due}`,
      text: words.history.promise[state](timeWords(due)),
    })),
    ...granted.slice(0, MOST).map((one) => ({
      key: `granted-${one.case}`,
      text: words.history.granted(
        labelOf(one.what),
        one.amount === undefined ? '' : ` ${amountWords(one.amount, one.unit)}`,
        timeWords(one.at),
      ),
      case: one.case,
    })),
  ];
}
