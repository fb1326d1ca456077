/** Earlier decisions on like facts. */
import { wireInstant } from '../../contract/wire/common.ts';
import { precedentsOfCase } from '../precedents.ts';
import type { Implementations } from './implementation.ts';

export const precedents: Implementations<'precedent.list'> = {
  'precedent.list': async ({ engine, organization }, { case: id, most }) => {
    const found = await precedentsOfCase(engine, organization, id, most);
    if ('refused' in found) return { problems: [found.refused] };
    return {
      output: {
        type: found.type,
        precedents: found.precedents.map(({ decided, likeness, verdict, asked, granted, differs }) => ({
          case: decided.case,
          at: wireInstant(decided.at),
          verdict,
          ...(asked !== undefined && { asked }),
          ...(granted !== undefined && { granted }),
          ...(decided.alternative !== undefined && { instead: decided.alternative }),
          role: decided.role ?? null,
          rule: decided.rule,
          ...(decided.ratified && { ratified: { because: decided.ratified.because ?? null } }),
          differs: [...differs],
          likeness,
        })),
      },
    };
  },
};
