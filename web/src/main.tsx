/** The page's beginning. */
import '@fontsource-variable/inter';
import './app/parts.css';
import './app/page.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { density } from './app/density.ts';
import { Providers } from './app/providers.tsx';
import { forgetOld } from './service/kept.ts';

density.show();
forgetOld();

const root = document.querySelector('#root');
if (root)
  createRoot(root).render(
    <Providers>
      <App />
    </Providers>,
  );
