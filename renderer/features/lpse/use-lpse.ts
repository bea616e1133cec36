// Changing the LPSE: the screen forgets the old one's data before it shows the new one's.
import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { CallInput, CallOutput } from '../../../app/contract/contract.ts';
import { useClearScreen } from '../../account.ts';
import type { ProblemError } from '../../bridge.ts';
import { useMutationCall } from '../../query.ts';
import { serverClock } from '../../server-clock.ts';

/** Goes on to the login when the LPSE answered. */
export function useLpse(): UseMutationResult<CallOutput<'lpse.use'>, ProblemError, CallInput<'lpse.use'>> {
  const client = useQueryClient();
  const clear = useClearScreen();
  const navigate = useNavigate();
  return useMutationCall('lpse.use', {
    refreshes: ['lpse.list'],
    onDone: (connection) => {
      clear();
      serverClock.reset();
      serverClock.measured(connection);
      client.setQueryData(['lpse.connect', null], connection);
      void navigate('/login');
    },
  });
}
