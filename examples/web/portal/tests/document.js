// A building around the moment at which a test begins. Its zone is the one in which it is about noon now, so that no test
// meets a midnight.
const MINUTE = 60_000;
export const DAY = 24 * 60;

const hours = 12 - new Date().getUTCHours();
export const zone = hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;

/** Wall time some minutes from now, as the document writes it. */
export const wall = (minutes) => new Date(Date.now() + hours * 60 * MINUTE + minutes * MINUTE).toISOString().slice(0, 16);
export const day = (days) => wall(days * DAY).slice(0, 10);
export const instant = (minutes) => `${new Date(Date.now() + minutes * MINUTE).toISOString().slice(0, 19)}Z`;

const suite = (number) => ({ id: `s-${number}`, number });

function resident(id, firstName, lastName, number, more = {}) {
  return {
    id, firstName, lastName, email: `${id}@example.org`, phone: `+1416555${String(1000 + more.code)}`,
    residencies: [{ suite: `s-${number}`, moveIn: '2020-01-01' }], directoryCode: String(5500 + more.code),
    onboarding: 'active', display: { onEntrySystem: true }, ...more.profile,
  };
}

function booking(id, holder, number, from, to, plate, more = {}) {
  const vehicle = plate ? { plate, make: more.make ?? 'Honda', color: 'blue' } : {};
  const { make, ...rest } = more;
  return {
    id, amenity: 'visitor', holder: { resident: holder }, suite: `s-${number}`, start: wall(from), end: wall(to),
    approval: 'approved', vehicle, createdAt: instant(-3 * DAY), ...rest,
  };
}

/** Maple Court: everything that the pages show, in each of its states. */
export function mapleCourt() {
  return {
    format: 'vestibule/1',
    building: { id: 'maple-court', name: 'Maple Court', zone, kind: 'condo', region: 'CA' },
    settings: { requireBookingForCheckIn: false, guestInvitesEnabled: true, saltoIntegration: true },
    suites: [...['101', '102', '201', '202', '1208'].map(suite), { id: 'office', number: '100', use: 'management' }],
    doors: [{ id: 'lobby', name: 'Lobby', common: true }, { id: 'garage', name: 'Garage', common: true }, { id: 'locker', name: 'Locker room' }],
    spaces: [{ id: 'p1', kind: 'parking', name: 'P1-07' }, { id: 'l1', kind: 'storage', name: 'L-12', door: 'locker' }],
    residents: [
      resident('lena', 'Lena', 'Hoffmann', '1208', { code: 1, profile: { tags: ['Board'], designation: 'owner', spaces: ['p1'], pets: 'A cat', vehicles: [{ plate: 'LNH 001', carTag: 'T-17' }] } }),
      resident('amir', 'Amir', 'Rahimi', '101', { code: 2, profile: { tags: ['Moving'], onboarding: 'draft' } }),
      resident('chloe', 'Chloé', 'Tremblay', '102', { code: 3, profile: { language: 'fr', display: { onEntrySystem: true, name: 'Studio Boréal' } } }),
      resident('sam', 'Sam', "O'Brien", '201', { code: 4, profile: { display: { onEntrySystem: false }, onboarding: 'invited' } }),
      resident('wei', 'Wei', 'Zhang', '202', { code: 5 }),
    ],
    managers: [{ id: 'mo', firstName: 'Mo', lastName: 'Adeyemi', suite: 'office' }],
    amenities: [
      { id: 'visitor', name: 'Visitor parking', enabled: true, capacity: 6, requiredFields: ['plate'], maxAdvanceDays: 60, minMinutes: 30, maxMinutes: 14 * DAY },
      { id: 'roof', name: 'Roof deck', enabled: true, capacity: 1, approval: 'manual', requiredFields: ['plate', 'make'], maxConsecutiveDays: 3,
        quota: { per: 'suite', limit: 4, unit: 'bookings', period: 'month' } },
    ],
    bookings: [
      booking('active', 'lena', '1208', -60, 180, 'K24 RMP', { guestName: 'Jonas Weber' }),
      booking('in-use', 'chloe', '102', -120, 45, 'CVZK 318', { make: 'Mazda' }),
      booking('later', 'wei', '202', 120, 240, 'FLX 4410'),
      booking('waiting', 'amir', '101', 60, 200, 'W61 TGA', { amenity: 'roof', approval: 'pending' }),
      booking('waiting-too', 'wei', '202', 90, 150, 'R07 LUN', { amenity: 'roof', approval: 'pending' }),
      booking('over', 'sam', '201', -240, -10, 'OLD 555'),
      booking('tomorrow', 'lena', '1208', DAY, DAY + 120, 'NXT 001'),
      booking('last-week', 'wei', '202', -7 * DAY, -7 * DAY + 300, 'PST 777'),
      booking('no-plate', 'sam', '201', 30, 400, ''),
      { ...booking('visitor', 'mo', '100', -30, 300, 'BUS 1800', { make: 'MCI' }), holder: { manager: 'mo' }, suite: 'office' },
    ],
    checkIns: [
      { id: 'c-in-use', at: instant(-100), by: 'guest', booking: 'in-use' },
      { id: 'c-walk', at: instant(-50), by: 'guest', host: { resident: 'sam' }, vehicle: { plate: 'WLK 321', make: 'Kia' } },
      { id: 'c-last-week', at: instant(-7 * DAY + 10), by: 'guest', booking: 'last-week' },
    ],
    guestInvites: [
      { id: 'i-lena', resident: 'lena', guestName: 'Ada Brunner', credential: { entryCode: '482915' }, startsAt: wall(-600), endsAt: wall(900), createdBy: 'resident' },
    ],
    intercomContacts: [{ id: 'office', name: 'Management office', enabled: true, number: '+14165550100', hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], open: '08:00', close: '20:00' }] }],
  };
}
