import type { Vehicle } from '@vestibule/rules';

/** A vehicle without the fields that were left empty. */
export function given(vehicle: Vehicle): Vehicle {
  const filled = Object.entries(vehicle).map(([field, text]) => [field, text?.trim()] as const).filter(([, text]) => text);
  return Object.fromEntries(filled);
}
