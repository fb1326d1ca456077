// `npm run sdk:pack` packs the client (sdk/) into dist/sdk.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packSdk } from './sdk/pack.ts';

const { file, packedSize, size, files } = await packSdk(
  fileURLToPath(new URL('../dist/sdk', import.meta.url)),
);
console.log(`${relative(process.cwd(), file)}: ${packedSize} bytes, ${size} unpacked, ${files.length} files`);
