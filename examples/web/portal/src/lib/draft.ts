// Records while they are written, asked of the rules: what is wrong with one, and where.
import { VestibuleError, type Document } from '@vestibule/rules';
import { house } from './house.svelte';

/**
 * What the rules find wrong with a document that holds this building and these records, told as the place within the first
 * record of a list and the code of the fault.
 */
export function faultIn(list: 'amenities' | 'intercomContacts', record: object): { path: string; code: string } | undefined {
  const building = house.document?.building;
  if (!building) return undefined;
  try {
    house.suppose({ format: 'vestibule/1', building, [list]: [record] } as Document).free();
    return undefined;
  } catch (error) {
    if (!(error instanceof VestibuleError)) throw error;
    return { path: error.path.replace(/^[a-zA-Z]+\[0\]\.?/, ''), code: error.code };
  }
}
