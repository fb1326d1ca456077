/** All that one may grant by oneself, with how much of it is left: known before anybody asks. */
import { Title } from '@mantine/core';
import { Loading, Problem } from '../app/states.tsx';
import { useLook, type Output } from '../service/calls.ts';
import { ruleWords } from '../words/conditions.ts';
import { amountWords } from '../words/format.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';
import { grantWords } from './grant-words.ts';
import css from './remit.module.css';

type Type = Output<'remit'>['types'][number];

export function Remit() {
  const remit = useLook('remit', {});
  return (
    <div className={css['page']}>
      <Title order={1} fz={20}>
        {words.remit.title}
      </Title>
      {remit.isPending && <Loading lines={5} />}
      {remit.isError && <Problem error={remit.error} again={() => void remit.refetch()} />}
      {remit.data && (
        <>
          {remit.data.residual && (
            <p className={css['residual']}>{words.remit.residual(remit.data.residual.up_to)}</p>
          )}
          <ul className={css['types']}>
            {remit.data.types
              .filter(({ may }) => may.length > 0)
              .map((type) => (
                <TypeCard key={type.type} type={type} />
              ))}
          </ul>
          {remit.data.not.length > 0 && (
            <section>
              <h2 className="eyebrow">{words.remit.notTitle}</h2>
              <p>
                {remit.data.not
                  .map(({ type, because }) => `${labelOf(type)} (${words.remit.not[because]})`)
                  .join(', ')}
              </p>
            </section>
          )}
        </>
      )}
    </div>
  );
}

const TypeCard = ({ type: { type, unit, headroom, may } }: { type: Type }) => (
  <li className="card">
    <div className={css['head']}>
      <strong>{labelOf(type)}</strong>
      {headroom === 'unlimited' && <b>{words.remit.unlimited}</b>}
      {headroom !== null && headroom !== 'unlimited' && (
        <b>{words.remit.upTo(amountWords(headroom, unit))}</b>
      )}
    </div>
    <ul className={css['rules']}>
      {may.map((one) => (
        <li key={one.rule}>
          {grantWords(one, unit)}
          <span className={css['rule']} title={one.rule}>
            {ruleWords(one.rule)}
          </span>
        </li>
      ))}
    </ul>
  </li>
);
