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

export default defineConfig({
  plugins: [svelte(), gzipped],
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  optimizeDeps: { exclude: ['@vestibule/rules'] },
  // `npx vite` shows changes at once, in front of a server on its usual port.
  server: { proxy: { '/api': 'http://localhost:8080', '/welcome': 'http://localhost:8080' } },
});
