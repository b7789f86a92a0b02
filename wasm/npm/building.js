// A building opened once and asked many times.
import * as bindgen from './bindgen.js';
import {
  ask, documentText, hold, instant, malformed, numberOf, optional, record, release, text,
} from './engine.js';

const number = (building) => numberOf(building, bindgen.close, 'building');

function entropy(bytes) {
  if (!(bytes instanceof Uint8Array) || bytes.length !== 8) throw malformed('entropy', 'expected a Uint8Array of 8');
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return [view.getUint32(0), view.getUint32(4)];
}

function parts(zone) {
  try {
    return [zone.name, zone.version ?? '', zone.tzif];
  } catch (cause) {
    throw malformed('zoneRules', 'cannot be read', cause);
  }
}

function rulesOf(zone) {
  if (zone === undefined) return ['', '', new Uint8Array()];
  if (zone instanceof ArrayBuffer) zone = new Uint8Array(zone);
  if (zone instanceof Uint8Array) zone = { name: '', version: '', tzif: zone };
  if (typeof zone !== 'object' || zone === null) throw malformed('zoneRules', 'expected zone rules or TZif bytes');
  const [name, version, tzif] = parts(zone);
  if (!(tzif instanceof Uint8Array)) throw malformed('zoneRules.tzif', 'expected a Uint8Array');
  if (tzif.length > 1 << 16) throw malformed('zoneRules.tzif', 'expected at most 65536 bytes');
  return [text(name, 'zoneRules.name'), text(version, 'zoneRules.version'), tzif];
}

/** What is shown of an entry, each time a new object. */
function hit(of, shown, entry) {
  const known = shown[entry] ??= ask(bindgen.entry, of, entry);
  return { name: known.name, code: known.code };
}

export class Building {
  // What name searches have shown, by the number of the entry. It stays as it is while the building is open.
  #shown = [];

  constructor(token, opened) {
    if (token !== hold) throw malformed('', 'use Building.open');
    hold(this, opened, bindgen.close);
  }

  static open(document, zoneRules) {
    const written = documentText(document);
    return new Building(hold, ask(bindgen.open, written, ...rulesOf(zoneRules)));
  }

  free() {
    release(this);
    if (#shown in this) this.#shown = [];
  }

  document() {
    return ask(bindgen.document, number(this));
  }

  zone() {
    return ask(bindgen.zone, number(this));
  }

  searchNames(query, at) {
    const of = number(this);
    const found = ask(bindgen.search_names, of, text(query, 'query'), instant(at));
    if (found.kind !== 'found') return found;
    const { hits } = found;
    for (let place = 0; place < hits.length; place += 1) hits[place] = hit(of, this.#shown, hits[place]);
    return found;
  }

  searchSuites(query) {
    return ask(bindgen.search_suites, number(this), text(query, 'query'));
  }

  dialCode(code, at) {
    return ask(bindgen.dial_code, number(this), text(code, 'code'), instant(at));
  }

  matchBookings(target, at) {
    return ask(bindgen.match_bookings, number(this), record(target, 'target'), instant(at));
  }

  matchPlate(plate, region, at) {
    return ask(bindgen.match_plate, number(this), text(plate, 'plate'), optional(region, 'region'), instant(at));
  }

  checkIn(request, at) {
    return ask(bindgen.check_in, number(this), record(request, 'request'), instant(at));
  }

  walkIn(request, at) {
    return ask(bindgen.walk_in, number(this), record(request, 'request'), instant(at));
  }

  record(checkIn) {
    return ask(bindgen.record, number(this), record(checkIn, 'checkIn'));
  }

  permit(booking, at) {
    return ask(bindgen.permit, number(this), text(booking, 'booking'), instant(at));
  }

  board(tab, at) {
    return ask(bindgen.board, number(this), text(tab, 'tab'), instant(at));
  }

  searchPermits(query, at) {
    return ask(bindgen.search_permits, number(this), text(query, 'query'), instant(at));
  }

  checkPlate(plate, region, at) {
    return ask(bindgen.check_plate, number(this), text(plate, 'plate'), optional(region, 'region'), instant(at));
  }

  requestBooking(request, at) {
    return ask(bindgen.request_booking, number(this), record(request, 'request'), instant(at));
  }

  approve(booking, at) {
    return ask(bindgen.approve, number(this), text(booking, 'booking'), instant(at));
  }

  callManagement(at) {
    return ask(bindgen.call_management, number(this), instant(at));
  }

  otherVisitorShortcut() {
    return ask(bindgen.other_visitor_shortcut, number(this));
  }

  inviteStatus(invite, at) {
    return ask(bindgen.invite_status, number(this), text(invite, 'invite'), instant(at));
  }

  requestInvite(request) {
    return ask(bindgen.request_invite, number(this), record(request, 'request'));
  }

  enter(request, at) {
    return ask(bindgen.enter, number(this), record(request, 'request'), instant(at));
  }

  enterCode(code, door, at) {
    return ask(bindgen.enter_code, number(this), text(code, 'code'), text(door, 'door'), instant(at));
  }

  doors(resident, at) {
    return ask(bindgen.doors, number(this), text(resident, 'resident'), instant(at));
  }

  validateResident(resident, at) {
    return ask(bindgen.validate_resident, number(this), record(resident, 'resident'), instant(at));
  }

  staffSearch(query, at) {
    return ask(bindgen.staff_search, number(this), text(query, 'query'), instant(at));
  }

  freeCode(random, at) {
    return ask(bindgen.free_code, number(this), ...entropy(random), instant(at));
  }

  newEntryCode(random, at) {
    return ask(bindgen.new_entry_code, number(this), ...entropy(random), instant(at));
  }
}

if (Symbol.dispose) Building.prototype[Symbol.dispose] = Building.prototype.free;
