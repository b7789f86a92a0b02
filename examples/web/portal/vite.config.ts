import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

/** Writes each text file and the module a second time gzipped, for the server to hand out as it is. */
const gzipped: Plugin = {
  name: 'gzipped',
  writeBundle({ dir = 'dist' }) {
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|html|svg|wasm|webmanifest)$/.test(name)) continue;
      const path = join(dir, name);
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
    }
  },
};

/** What phones do without: those who work at a desk have a network. */
const DESK = '/faces/staff/Staff.svelte';

/** The service worker, with the files that the faces of phones are made of. */
const offline: Plugin = {
  name: 'offline',
  apply: 'build',
  buildStart() {
    this.emitFile({ type: 'chunk', id: 'src/offline/worker.ts', fileName: 'sw.js' });
  },
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const files = new Set(['/', '/icon.svg', '/manifest.webmanifest']);
      const visit = (name: string) => {
        const chunk = bundle[name];
        if (files.has(`/${name}`) || chunk?.type !== 'chunk' || chunk.facadeModuleId?.endsWith(DESK)) return;
        files.add(`/${name}`);
        const { importedAssets = [], importedCss = [] } = chunk.viteMetadata ?? {};
        for (const asset of [...importedAssets, ...importedCss]) files.add(`/${asset}`);
        for (const other of [...chunk.imports, ...chunk.dynamicImports]) visit(other);
      };
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.isEntry && chunk.fileName !== 'sw.js') visit(chunk.fileName);
      const page = bundle['index.html'];
      const version = createHash('sha256').update(JSON.stringify([...files]));
      if (page?.type === 'asset') version.update(page.source);
      const kept = { version: version.digest('hex').slice(0, 12), files: [...files] };
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') throw new Error('the service worker was not built');
      worker.code = worker.code.replace('__KEPT__', JSON.stringify(kept));
    },
  },
};

export default defineConfig({
  plugins: [svelte(), offline, gzipped],
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  optimizeDeps: { exclude: ['@vestibule/rules'] },
  // `npx vite` shows changes at once, in front of a server on its usual port.
  server: { proxy: { '/api': 'http://localhost:8080', '/welcome': 'http://localhost:8080' } },
});
