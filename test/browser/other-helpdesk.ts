/** A helpdesk of another origin than Sayso's, as real ones are: a reply, a frame, and what it has heard from the panel. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const documentOf = (sayso: string): string => `<!doctype html><html lang="en"><title>A helpdesk</title>
<textarea aria-label="Reply"></textarea>
<iframe title="Sayso" src="${sayso}/embed" width="258" height="300" style="border:0"></iframe>
<script>
  window.heard = [];
  addEventListener('message', ({ origin, data }) => {
    if (origin !== ${JSON.stringify(sayso)}) return;
    heard.push(data);
    if (data.type === 'sayso:height') document.querySelector('iframe').height = data.px;
  });
  window.tell = (message) => document.querySelector('iframe').contentWindow.postMessage(message, ${JSON.stringify(sayso)});
</script></html>`;

export type OtherHelpdesk = { origin: string; close: () => Promise<void> };

/** Serves one. `sayso`: where the panel's frame comes from, known once both are there. */
export async function openHelpdesk(sayso: () => string): Promise<OtherHelpdesk> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(documentOf(sayso()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
