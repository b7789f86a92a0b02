import type { GuestInvite } from '@vestibule/rules';
import { span, wall } from '../../../lib/format';
import { say } from '../../../lib/i18n.svelte';
import words from '../words';

/** From when to when an invite opens doors. */
export const whenOf = ({ startsAt, endsAt }: GuestInvite) => (endsAt ? span(startsAt, endsAt) : say(words).from(wall(startsAt)));
