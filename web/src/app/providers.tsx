/** What every document of the page stands in: colors and type, what was looked at, and messages. */
import type { ReactNode } from 'react';
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { queryClient } from '../service/calls.ts';
import { Boundary } from './boundary.tsx';
import { theme } from './theme.ts';

/** Of this response: style elements that parts bring need it under the page's content security policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

const colorScheme = localStorageColorSchemeManager({ key: 'sayso.colors' });

export const Providers = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
      getStyleNonce={() => nonce}
    >
      <Boundary>{children}</Boundary>
    </MantineProvider>
  </QueryClientProvider>
);
