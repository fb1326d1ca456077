/** Words to a customer. */
import { checkReply } from '../replies.ts';
import { personOf, type Implementations } from './implementation.ts';

export const replies: Implementations<'reply.check'> = {
  'reply.check': async (work, { text, case: id, language }) => {
    const checked = await checkReply(work.engine, work.organization, {
      text,
      by: personOf(work).id,
      ...(id !== undefined && { case: id }),
      ...(language !== undefined && { language }),
    });
    return 'refused' in checked ? { problems: [checked.refused] } : { output: checked };
  },
};
