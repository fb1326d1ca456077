/** The one way to the service: the SDK, as whoever is signed in. */
import { createClient } from '../../../sdk/index.ts';
import { session } from './session.ts';

export const sayso = createClient({
  url: '',
  token: () => session.get()?.token,
  // A token that was renewed meanwhile is not the one that was refused.
  onUnauthorized: (token) => {
    if (token !== undefined && token === session.get()?.token) session.set(null);
  },
});
