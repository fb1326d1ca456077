/** The side panel's beginning: it stands in a frame beside a helpdesk. */
import '@fontsource-variable/inter';
import '../app/parts.css';
import '../app/page.css';
import { createRoot } from 'react-dom/client';
import { Providers } from '../app/providers.tsx';
import { Panel } from './panel.tsx';

const root = document.querySelector('#root');
if (root)
  createRoot(root).render(
    <Providers>
      <Panel />
    </Providers>,
  );
