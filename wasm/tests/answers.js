// The calls of the conformance format through the package, and its answers as the conformance format has them.

/** Instants in the conformance format have whole seconds. */
const instant = (millis) => new Date(Math.floor(millis / 1000) * 1000).toISOString().replace('.000Z', 'Z');

const refusal = ({ code, at, missing }) => ({
  refused: code,
  ...(at === undefined ? {} : { at: instant(at) }),
  ...(missing ? { missing } : {}),
});

const withKind = ({ kind, ...rest }) => ({ answer: kind, ...rest });

const calls = {
  searchNames: (b, { query }, at) => b.searchNames(query, at),
  searchSuites: (b, { query }) => b.searchSuites(query),
  dialCode: (b, { code }, at) => b.dialCode(code, at),
  matchBookings: (b, { target }, at) => b.matchBookings(target, at),
  matchPlate: (b, { plate, region }, at) => b.matchPlate(plate, region, at),
  checkIn: (b, request, at) => b.checkIn(request, at),
  walkIn: (b, request, at) => b.walkIn(request, at),
  permit: (b, { booking }, at) => b.permit(booking, at),
  board: (b, { tab }, at) => b.board(tab, at),
  searchPermits: (b, { query }, at) => b.searchPermits(query, at),
  checkPlate: (b, { plate, region }, at) => b.checkPlate(plate, region, at),
  requestBooking: (b, { request }, at) => b.requestBooking(request, at),
  approve: (b, { booking }, at) => b.approve(booking, at),
  callManagement: (b, _, at) => b.callManagement(at),
  otherVisitorShortcut: (b) => b.otherVisitorShortcut(),
  inviteStatus: (b, { invite }, at) => b.inviteStatus(invite, at),
  requestInvite: (b, request) => b.requestInvite(request),
  enter: (b, request, at) => b.enter(request, at),
  enterCode: (b, { code, door }, at) => b.enterCode(code, door, at),
  doors: (b, { resident }, at) => b.doors(resident, at),
  validateResident: (b, { resident }, at) => b.validateResident(resident, at),
  staffSearch: (b, { query }, at) => b.staffSearch(query, at),
};

const answers = {
  searchNames: ({ kind, ...rest }) => ({ status: kind === 'found' ? 'ok' : kind, ...rest }),
  searchSuites: (hits) => ({ hits: hits.map(({ number }) => number) }),
  dialCode: ({ found, name }) => (found ? { found, name: name ?? null } : { found }),
  matchBookings: (match) => answers.matchPlate(match),
  matchPlate: (match) =>
    match.kind === 'alreadyCheckedIn' ? withKind({ nextCheckIn: null, ...match }) : withKind(match),
  checkIn: ({ kind, refusal: why, ...rest }) =>
    kind === 'refused' ? refusal(why) : { checkedIn: { ...rest, at: instant(rest.at) } },
  walkIn: (answer) => answers.checkIn(answer),
  permit: (permit) => {
    if (permit === null) return { status: null };
    const { checkedIn, ...rest } = permit;
    const checkIn =
      checkedIn === undefined ? { state: 'notCheckedIn' } : { state: 'checkedIn', at: instant(checkedIn) };
    return { ...rest, checkIn };
  },
  board: (rows) => ({ rows: rows.map(({ kind, id }) => (kind === 'booking' ? { booking: id } : { checkIn: id })) }),
  searchPermits: (bookings) => ({ bookings }),
  checkPlate: ({ similar, ...rest }) => (similar.length ? { ...rest, similar } : rest),
  requestBooking: ({ kind, violations }) =>
    kind === 'violations'
      ? { violations: violations.map((it) => (it.code === 'quotaExceeded' ? { frees: null, ...it } : it)) }
      : { approval: kind },
  approve: (answer) => (answer === 'approved' ? { approval: answer } : { refused: answer }),
  callManagement: (contact) => (contact ? { visible: true, contact: contact.id } : { visible: false }),
  otherVisitorShortcut: (available) => ({ available }),
  inviteStatus: (status) => ({ status }),
  requestInvite: ({ kind, denial }) => (kind === 'allowed' ? { allowed: true } : { denied: denial }),
  enter: ({ kind, denial }) => {
    if (kind === 'granted') return { granted: true };
    const { code, opensAt } = denial;
    return opensAt === undefined ? { denied: code } : { denied: code, opensAt: instant(opensAt) };
  },
  enterCode: (granted) => ({ granted }),
  doors: (doors) => ({ doors }),
  validateResident: (violations) => ({ violations }),
  staffSearch: (residents) => ({ residents }),
};

/** Answers one case; `raw` sees what the package answered. */
export function answer({ Building, VestibuleError }, zoneRules, { document, now, call }, raw = () => {}) {
  let building;
  try {
    building = Building.open(document, zoneRules(document.building?.zone));
    const { op, ...given } = call;
    const answered = calls[op](building, given, Date.parse(now));
    raw(answered);
    return answers[op](answered);
  } catch (error) {
    if (!(error instanceof VestibuleError)) throw error;
    // The instant that is asked about has another name in the package.
    return { error: error.code, path: error.path === 'at' ? 'now' : error.path };
  } finally {
    building?.free();
  }
}
