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

function useHistory(customer: string) {
  const [known] = useDebouncedValue(customer.trim(), PAUSE_MS);
  const history = useLook('customer.history', known === '' ? undefined : { customer: known });
  return { known, history };
}

/** The same is being looked after already: said before the answer, since two who serve may each say something else. */
export function OpenAlready({ customer, type }: { customer: string; type: string | null }) {
  const { known, history } = useHistory(customer);
  const same = known === '' ? undefined : history.data?.open.find((one) => one.type === type);
  return (
    <div role="status" className={same ? undefined : 'unseen'}>
      {same && (
        <Link to="/cases/$case" params={{ case: same.case }} className={css['already']}>
          {words.history.already(labelOf(same.type), same.owner.name)}
        </Link>
      )}
    </div>
  );
}

export function HistoryCard({ customer }: { customer: string }) {
  const { known, history } = useHistory(customer);
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
