// The package in browsers and bundlers: the module's code lies beside this file.
import { initFrom } from './engine.js';

export { VestibuleError, initSync, isReady } from './engine.js';
export { Building } from './building.js';
export { ConsoleSession } from './console.js';

export const init = (source) => initFrom(source, () => new URL('./vestibule.wasm', import.meta.url));
