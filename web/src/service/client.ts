/** The one way to the service: the SDK, as whoever is signed in. */
import { createClient } from '../../../sdk/index.ts';
import { session } from './session.ts';

export const sayso = createClient({
  url: '',
  token: () => session.get()?.token,
  onUnauthorized: () => session.set(null),
});
