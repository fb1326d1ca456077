/** What somebody may do with a case, and doing it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Operations } from '../../../sdk/index.ts';
import { refresh, type Output } from '../service/calls.ts';
import { carryOut } from '../service/carry-out.ts';
import type { CaseCommand } from './actions.ts';

export function useCase(shown: Output<'case.show'> | undefined, id: string) {
  const client = useQueryClient();
  const able = new Map(shown?.capabilities.map((capability) => [capability.do, capability]));
  const running = useMutation({
    mutationFn: ({ command, told }: { command: CaseCommand; told: Record<string, unknown> }) =>
      carryOut(`case.${command}`, { case: id, ...told } as Operations[`case.${CaseCommand}`]['input']),
    onSettled: () => refresh(client, [id]),
  });
  const run = (command: CaseCommand, told: Record<string, unknown> = {}): Promise<unknown> =>
    running.mutateAsync({ command, told });
  return {
    may: (command: CaseCommand): boolean => able.get(command)?.may === true,
    /** Why not; what would help is shown as a button of its own. Undefined: they may. */
    whyNot: (command: CaseCommand): string | undefined => able.get(command)?.because?.message,
    /** Rejects with what went wrong. */
    run,
    /** The same, for whoever looks at `running` for what went wrong: whether it is stored. */
    start: (command: CaseCommand, told?: Record<string, unknown>): Promise<boolean> =>
      run(command, told).then(
        () => true,
        () => false,
      ),
    running,
  };
}
