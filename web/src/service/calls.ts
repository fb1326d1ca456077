/** Operations as React sees them: looked at and kept, or carried out. */
import {
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryFilters,
  type UseQueryResult,
} from '@tanstack/react-query';
import { Refused, type Operations } from '../../../sdk/index.ts';
import { carryOut } from './carry-out.ts';
import { sayso } from './client.ts';

export type Name = keyof Operations;
export type Input<N extends Name> = Operations[N]['input'];
export type Output<N extends Name> = Operations[N]['output'];

/** What is looked at is kept until something happens to it; live events say when (live.ts). */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // The SDK has tried again already where that helps.
      retry: false,
      refetchOnWindowFocus: true,
      // Nothing waits for a network without a word, to go out by itself later.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

/**
 * Looks at something; `undefined` as input: not yet.
 * @param options `keep`: what was there before stays until the new answer is, if it is of the same: of the same customer, say
 */
export function useLook<N extends Name>(
  name: N,
  input: Input<N> | undefined,
  options: { keep?: (before: Input<N>) => boolean; staleTime?: number; refetchInterval?: number } = {},
): UseQueryResult<Output<N>> {
  const { keep, ...rest } = options;
  return useQuery<Output<N>>({
    queryKey: [name, input],
    queryFn: ({ signal }) => sayso.call(name, input as Input<N>, { signal }),
    enabled: input !== undefined,
    ...(keep && {
      placeholderData: <T>(
        before: T | undefined,
        query?: { queryKey: readonly unknown[] },
      ): T | undefined => {
        const of = query?.queryKey[1] as Input<N> | undefined;
        return of !== undefined && keep(of) ? before : undefined;
      },
    }),
    ...rest,
  });
}

/** A list as far as it was looked at. */
export type Pages<T> = {
  items: readonly T[];
  /** Whether its first page has not come yet. */
  isPending: boolean;
  error: Error | null;
  again: () => void;
  /** Looks at the next page; undefined: here the list ends. */
  more: (() => void) | undefined;
  isMoreComing: boolean;
};

type Listing = { [N in Name]: Output<N> extends { next: string | null } ? N : never }[Name];

/** Looks at a list page by page: whoever has more than a page sees that there is more. */
export function usePages<N extends Listing, T>(
  name: N,
  input: Input<N>,
  itemsOf: (page: Output<N>) => readonly T[],
): Pages<T> {
  const query = useInfiniteQuery({
    queryKey: [name, input, 'pages'],
    queryFn: ({ pageParam: after, signal }) =>
      sayso.call(name, { ...input, ...(after !== undefined && { after }) }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return {
    items: query.data?.pages.flatMap(itemsOf) ?? [],
    isPending: query.isPending,
    error: query.error,
    again: () => void query.refetch(),
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isMoreComing: query.isFetchingNextPage,
  };
}

/** The cases that one holds, the nearest promise first. */
export const useMyCases = (): Pages<Output<'case.mine'>['cases'][number]> =>
  usePages('case.mine', {}, ({ cases }) => cases);

/** The cases of a contact in the helpdesk; none where nothing was asked there yet. */
export const useContact = (
  contact: Input<'conversation.find'>,
): UseQueryResult<Pick<Output<'conversation.find'>, 'cases'>> =>
  useQuery({
    queryKey: ['conversation.find', contact],
    queryFn: ({ signal }) =>
      sayso.call('conversation.find', contact, { signal }).catch((error: unknown) => {
        if (error instanceof Refused && error.problem.code === 'unknown-conversation') return { cases: [] };
        throw error;
      }),
  });

/** What waits for one's answer, the nearest promise first. */
export const useInbox = (): Pages<Output<'case.inbox'>['cases'][number]> =>
  usePages('case.inbox', {}, ({ cases }) => cases);

/** Takes a case out of what waits, before the list has come anew. */
export function forgetWaiting(client: QueryClient, id: string): void {
  client.setQueriesData<InfiniteData<Output<'case.inbox'>>>({ queryKey: ['case.inbox'] }, (list) =>
    list === undefined
      ? list
      : {
          ...list,
          pages: list.pages.map((page) => ({ ...page, cases: page.cases.filter((one) => one.id !== id) })),
        },
  );
}

/**
 * Carries an operation out. Nothing is shown as done before the service has stored it; what was looked at of the case, and
 * the lists, are looked at anew.
 */
export function useAct<N extends Name>(name: N) {
  const client = useQueryClient();
  return useMutation<Output<N>, Error, Input<N>>({
    mutationFn: (input) => carryOut(name, input),
    onSettled: (_output, _error, input) => {
      const { case: id } = input as { case?: string };
      refresh(client, id === undefined ? [] : [id]);
    },
  });
}

const LISTS: readonly Name[] = [
  'case.mine',
  'case.inbox',
  'review.mine',
  'conversation.find',
  'customer.history',
];

/** Has what was looked at looked at anew. What is on its way for the first time may be of before: it is shown, and then once more. */
export function lookAnew(client: QueryClient, which: QueryFilters = {}): void {
  for (const { state, promise, queryKey } of client
    .getQueryCache()
    .findAll({ ...which, fetchStatus: 'fetching' }))
    if (state.data === undefined)
      void promise?.catch(() => undefined).then(() => client.invalidateQueries({ queryKey, exact: true }));
  void client.invalidateQueries(which);
}

/** Has cases, and the lists that they may stand in, looked at anew. */
export function refresh(client: QueryClient, cases: Iterable<string>): void {
  for (const name of LISTS) lookAnew(client, { queryKey: [name] });
  const ids = new Set<string | undefined>(cases);
  lookAnew(client, {
    predicate: ({ queryKey }) => {
      const id = (queryKey[1] as { case?: string } | undefined)?.case;
      return id !== undefined && ids.has(id);
    },
  });
}

/** Of a refusal these pass by themselves: too much at once, and what is wrong with the service and not with what was sent. */
const TOO_MANY = 429;
const FAULT = 500;

/** What went wrong, in the service's words, what helps, and whether it helps to ask the same once more. */
export function problemIn(error: unknown): { message: string; mend?: string; mayPass: boolean } {
  if (error instanceof Refused) {
    const { status, problem } = error;
    const { detail: message, mend } = problem;
    return { message, mend, mayPass: status === TOO_MANY || status >= FAULT };
  }
  if (!(error instanceof Error)) return { message: String(error), mayPass: true };
  return error.cause instanceof Refused ? problemIn(error.cause) : { message: error.message, mayPass: true };
}
