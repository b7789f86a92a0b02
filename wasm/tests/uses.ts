// A program that uses every export; it is compiled, and not run.
import {
  Building, ConsoleSession, VestibuleError, init, initSync, isReady,
  type ConsoleEffect, type ConsoleInput, type Document, type ErrorCode, type Match, type Screen, type ZoneRules,
} from '@vestibule/rules';
import { version, zoneRules } from '@vestibule/rules/zones';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => undefined;

export async function use(document: Document, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await init();
  await init(bytes);
  await init('./vestibule.wasm');
  await init(new URL('https://example.org/vestibule.wasm'));
  await init(fetch('vestibule.wasm'));
  initSync(await WebAssembly.compile(bytes));
  const ready: boolean = isReady();
  const rules: Required<ZoneRules> | undefined = zoneRules(document.building.zone);
  const release: string = version;
  const named = rules ? Building.open(document, rules) : Building.open(JSON.stringify(document), bytes);
  using building = named;
  const copy: Document = building.document();
  const { name }: { name: string } = building.zone();

  const match: Match = building.matchBookings({ suite: 'a' }, at);
  switch (match.kind) {
    case 'options': same<Equal<typeof match.walkIn, boolean>>(); break;
    case 'alreadyCheckedIn': same<Equal<typeof match.nextCheckIn, string | undefined>>(); break;
    case 'noBooking': same<Equal<typeof match.contact, 'resident' | 'management'>>(); break;
    case 'walkIn': match.fields.includes('plate'); break;
    default: match satisfies never;
  }
  building.matchPlate('A', undefined, at);
  building.checkPlate('A', 'CA', at).similar.length;
  const found = building.searchNames('a', at);
  if (found.kind === 'found') found.hits.map((hit) => hit.name + hit.code);
  building.searchSuites('1').map((suite) => suite.id + suite.number);
  building.dialCode('1', at).name?.length;
  const admitted = building.checkIn({ booking: 'a', by: { staff: 's' } }, at);
  if (admitted.kind === 'refused' && admitted.refusal.code === 'missingField') admitted.refusal.missing.length;
  building.walkIn({ host: { visitor: true }, vehicle: { plate: 'A' } }, at);
  building.record({ id: 'c', at: '2026-01-01T00:00:00Z', by: 'guest', booking: 'n' });
  building.permit('a', at)?.actions.includes('approve');
  building.board('today', at).map(({ kind, id }) => kind + id);
  building.searchPermits('a', at)[0]?.length;
  building.requestBooking(
    { amenity: 'v', holder: { manager: 'm' }, suite: 's', start: '2026-01-01T10:00', end: '2026-01-01T11:00' }, at,
  );
  building.approve('a', at) satisfies string;
  building.callManagement(at)?.name;
  building.otherVisitorShortcut() satisfies boolean;
  building.inviteStatus('g', at) satisfies string;
  building.requestInvite({ resident: 'r', by: 'staff', startsAt: '2026-01-01T10:00' });
  const entry = building.enter({ who: { invite: 'g' }, door: 'd' }, at);
  if (entry.kind === 'denied' && entry.denial.code === 'upcoming') entry.denial.opensAt.toFixed();
  building.enterCode('1', 'd', at) satisfies boolean;
  building.doors('r', at).join();
  building.validateResident({ firstName: 'A', residencies: [{}] }, at).map(({ path, code }) => path + code);
  building.staffSearch('a', at).join();
  building.freeCode(bytes, at).length + building.newEntryCode(bytes, at).length;

  const session = ConsoleSession.start(building, { door: 'd', language: 'fr', checkInPrefix: 'k-1' }, at);
  const inputs: ConsoleInput[] = [
    { kind: 'text', text: 'a' }, { kind: 'digit', digit: 1 }, { kind: 'backspace' }, { kind: 'submit' },
    { kind: 'select', index: 0 }, { kind: 'back' }, { kind: 'language', language: 'en' }, { kind: 'tick' },
  ];
  const effects: ConsoleEffect[] = inputs.flatMap((input) => session.handle(input, at));
  for (const effect of effects) if (effect.kind === 'recordCheckIn') building.record(effect.checkIn);
  const screen: Screen = session.screen();
  const drawn = [screen.title, ...screen.lines, screen.notice, screen.field?.text, screen.submit, screen.back];
  setTimeout(() => session.handle({ kind: 'tick' }, at), session.nextDeadline() - at);
  if (session.mayUpdate()) session.update(building);
  session.free();
  void [ready, release, copy, name, drawn];
}

export function wrong(building: Building, error: unknown): ErrorCode | undefined {
  // @ts-expect-error no such field
  building.matchBookings({ resident: 'a', floor: 1 }, 0);
  // @ts-expect-error an instant is a number
  building.searchNames('a', new Date());
  // @ts-expect-error made by open alone
  new Building();
  // @ts-expect-error no such kind
  building.board('tomorrow', 0);
  return error instanceof VestibuleError ? error.code : undefined;
}
