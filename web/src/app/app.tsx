/** Whoever is signed in sees the page; nobody else sees more than how to sign in. */
import { useSyncExternalStore } from 'react';
import { RouterProvider } from '@tanstack/react-router';
import { session } from '../service/session.ts';
import { router } from './router.tsx';
import { SignIn } from './sign-in.tsx';

export function App() {
  const signedIn = useSyncExternalStore(session.subscribe, session.get);
  // Another person, another page: nothing of the one before is left on it.
  return signedIn ? <RouterProvider key={signedIn.person.id} router={router} /> : <SignIn />;
}
