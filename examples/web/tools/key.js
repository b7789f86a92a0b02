// The key that a building's bundles are signed with. It stays with the server; the kiosk is assembled with its public half.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The key of a file, which is made when there is none. */
export function privateKey(file) {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  return createPrivateKey(readFileSync(file));
}

/** The public half as base64 of its 32 bytes. */
export function publicKey(file) {
  const { x } = createPublicKey(privateKey(file)).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('base64');
}
