// A PostgreSQL of the tests' own, which ends with this process, however it ends.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Its input is a pipe from this process: when that closes, the server stops and its folder goes.
const script = `
  "$BIN/initdb" -D "$DIR/data" --no-sync -A trust -U vestibule -E UTF8 --locale=C.UTF-8 >/dev/null || exit 1
  "$BIN/postgres" -D "$DIR/data" -k "$DIR" -p "$PORT" -c listen_addresses=127.0.0.1 -c fsync=off >"$DIR/log" 2>&1 &
  server=$!
  cat >/dev/null
  kill -QUIT $server
  wait $server
  rm -rf "$DIR"`;

let cluster;
let count = 0;

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function start(bin) {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-postgres-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const isRoot = process.getuid() === 0;
  // PostgreSQL refuses to run as root; Debian's package brings a user of its own.
  if (isRoot) spawnSync('chown', ['postgres', folder]);
  const shell = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', 'sh', '-c', script] : ['sh', '-c', script];
  const child = spawn(shell[0], shell.slice(1), { env: { ...process.env, BIN: bin, DIR: folder, PORT: String(port) }, stdio: ['pipe', 'inherit', 'inherit'] });
  child.unref();
  child.stdin.unref?.();
  const psql = (sql) => spawnSync(join(bin, 'psql'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'vestibule', '-d', 'postgres', '-qc', sql]).status === 0;
  for (let tries = 0; !psql('SELECT 1'); tries += 1) {
    if (tries === 100) throw new Error('PostgreSQL does not start');
    await new Promise((resume) => setTimeout(resume, 100));
  }
  return { port, psql };
}

/** The address of a new, empty database; none when the tests have no PostgreSQL. */
export async function newDatabase() {
  const bin = process.env.VESTIBULE_POSTGRES;
  if (!bin) return undefined;
  cluster ??= await start(bin);
  const name = `building${count++}`;
  if (!cluster.psql(`CREATE DATABASE ${name}`)) throw new Error(`the database ${name} cannot be made`);
  return `postgres://localhost:${cluster.port}/${name}?user=vestibule`;
}
