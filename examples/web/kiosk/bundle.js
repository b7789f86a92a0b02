// The bundle: what a building's server gives its kiosk, signed. Bytes in, a checked bundle out, or the reason why not.
//
// 64 bytes of an Ed25519 signature over all that follows; one line of JSON that says what this is; the building's document
// as JSON.

const SIGNATURE = 64;
const FORMAT = 'vestibule-bundle/1';

/** Why a bundle is not taken. It is for staff. */
export class Refused extends Error {
  /**
   * @param {'unsupported' | 'unreachable' | 'truncated' | 'forged' | 'malformed' | 'wrongBuilding' | 'older' | 'same'} reason
   * @param {string} [place] where in the document
   */
  constructor(reason, place = '') {
    super(place ? `${reason} at ${place}` : reason);
    this.reason = reason;
    this.place = place;
  }
}

/** Fetches the newest bundle. */
export async function fetchBundle() {
  try {
    const response = await fetch('bundle', { cache: 'no-cache', signal: AbortSignal.timeout(20_000) });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch {
    // Said below, as is an answer that is none.
  }
  throw new Refused('unreachable');
}

/**
 * Checks the signature before anything is read, then what the first line says.
 * @param {Uint8Array} bytes
 * @param {{ key: string, building: string, newerThan: number }} trust the key as base64
 */
export async function readBundle(bytes, trust) {
  if (bytes.length <= SIGNATURE) throw new Refused('truncated');
  const signed = bytes.subarray(SIGNATURE);
  const key = await importKey(trust.key);
  if (!(await crypto.subtle.verify('Ed25519', key, bytes.subarray(0, SIGNATURE), signed))) throw new Refused('forged');
  const end = signed.indexOf(0x0a);
  let head;
  let document;
  try {
    const text = new TextDecoder('utf-8', { fatal: true });
    head = JSON.parse(text.decode(signed.subarray(0, end)));
    document = text.decode(signed.subarray(end + 1));
  } catch {
    throw new Refused('malformed');
  }
  if (end < 0 || head?.format !== FORMAT || !Number.isSafeInteger(head.sequence)) throw new Refused('malformed');
  if (head.building !== trust.building) throw new Refused('wrongBuilding');
  if (head.sequence < trust.newerThan) throw new Refused('older');
  if (head.sequence === trust.newerThan) throw new Refused('same');
  return { ...head, document, bytes };
}

async function importKey(key) {
  try {
    return await crypto.subtle.importKey('raw', fromBase64(key), 'Ed25519', false, ['verify']);
  } catch {
    // A browser that cannot verify opens nothing.
    throw new Refused('unsupported');
  }
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Opens the building of a bundle that was read. */
export function openBundle(bundle, Building) {
  try {
    const { name, version, tzif } = bundle.zoneRules;
    const building = Building.open(bundle.document, { name, version, tzif: fromBase64(tzif) });
    const document = JSON.parse(bundle.document);
    return { ...bundle, building, name: document.building.name, idleSeconds: document.settings.idleSeconds };
  } catch (error) {
    throw new Refused('malformed', error.path);
  }
}
