/** How the page is built: three documents, one folder of files that carry their hash, each beside its packed form. */
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { glob, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const PACKED = 'assets/*.{js,css}';

/** Packs what is served most, once and as well as it goes, so that no request has to. */
const packed = (): Plugin => {
  let folder = '';
  return {
    name: 'packed',
    configResolved: (config) => {
      folder = path.resolve(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      for await (const file of glob(PACKED, { cwd: folder })) {
        const bytes = await readFile(path.join(folder, file));
        await writeFile(path.join(folder, `${file}.br`), await promisify(brotliCompress)(bytes));
        await writeFile(path.join(folder, `${file}.gz`), await promisify(gzip)(bytes, { level: 9 }));
      }
    },
  };
};

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react(), packed()],
  // The service puts the nonce of each response in its place (src/doors/http/page.ts).
  html: { cspNonce: '__NONCE__' },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: here('index.html'), embed: here('embed.html'), helpdesk: here('helpdesk.html') },
    },
  },
});
