// `npm run lockfile`, after a package was added: enters the builds for other platforms into package-lock.json.
// A registry mirror often holds only the builds for its own users' platforms. npm then leaves the others out of
// the lockfile without a word, and `npm ci` refuses that lockfile on every platform. Their versions are known (the package
// that needs them names them exactly) and so is their platform (it is in the name); only their checksum is not.
//
// Plain JavaScript that needs nothing installed, as it mends the file that an install begins with.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
// How the end of a name tells processor and C library where it is not by their own words.
const otherWords = { eabi: '', gnueabihf: 'glibc', musleabihf: 'musl', gnu: 'glibc', musl: 'musl' };

const lock = JSON.parse(readFileSync(path, 'utf8'));
const added = missingBuilds(lock.packages);
if (added.length > 0) {
  for (const [place, entry] of added) lock.packages[place] = entry;
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(byPlace));
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(
  added.length === 0
    ? 'package-lock.json is complete.'
    : `Entered ${added.length} builds for other platforms.`,
);

function missingBuilds(packages) {
  return Object.entries(packages).flatMap(([parent, entry]) => {
    if (parent === '') return [];
    return Object.entries(entry.optionalDependencies ?? {})
      .filter(([name, version]) => !isLocked(packages, parent, name) && /^\d+\.\d+\.\d+\S*$/.test(version))
      .flatMap(([name, version]) => {
        const platform = platformIn(name);
        return platform ? [[`node_modules/${name}`, entryFor(entry, version, platform)]] : [];
      });
  });
}

function isLocked(packages, parent, name) {
  return `node_modules/${name}` in packages || `${parent}/node_modules/${name}` in packages;
}

function entryFor(parent, version, { os, cpu, libc }) {
  return {
    version,
    cpu: [cpu],
    ...(parent.dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    ...(parent.license && { license: parent.license }),
    optional: true,
    os: [os],
    ...(parent.engines && { engines: parent.engines }),
  };
}

/** '@some/binding-linux-x64-musl' → linux, x64, musl; undefined for a name that tells no platform. */
function platformIn(name) {
  const words = name.split('/').at(-1).split('-');
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  const libc = words.map((word) => otherWords[word]).find(Boolean);
  return os && cpu ? { os, cpu, libc: os === 'linux' ? libc : undefined } : undefined;
}

/** The order in which npm writes them. */
function byPlace([a], [b]) {
  return a.localeCompare(b, 'en');
}
