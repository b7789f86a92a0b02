// Every test of the kiosk: node tests/all.js DOCUMENT [SCREENSHOTS]
import './flows.js';
import './keeping.js';
import './bundles.js';
import './access.js';
import { runAll } from './check.js';
import { closeChromium } from './chromium.js';

await runAll();
await closeChromium();
