// Every test of the portal: node tests/all.js SERVER PAGES [SCREENSHOTS]; ONLY=text for those with it in their names.
import './frame.js';
import './parking.js';
import './guard.js';
import './resident.js';
import './figures.js';
import './residents.js';
import './invitation.js';
import './guests.js';
import './amenities.js';
import './intercom.js';
import './midnight.js';
import './looking-after.js';
import './kiosk.js';
import './access.js';
import { runAll } from './check.js';
import { closeChromium } from './chromium.js';

await runAll();
await closeChromium();
process.exit();
