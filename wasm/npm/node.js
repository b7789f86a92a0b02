// The package in Node: the module's code is a file, which fetch does not read.
import { readFile } from 'node:fs/promises';
import { initFrom } from './engine.js';

export { VestibuleError, initSync, isReady } from './engine.js';
export { Building } from './building.js';
export { ConsoleSession } from './console.js';

export const init = (source) => initFrom(source, () => readFile(new URL('./vestibule.wasm', import.meta.url)));
