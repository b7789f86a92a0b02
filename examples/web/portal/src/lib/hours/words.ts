// Words of weekly hours (SPEC 7.2).
import type { Weekday } from '@vestibule/rules';

const en = {
  always: 'Around the clock, every day',
  window: 'Hours',
  add: 'Add hours',
  days: 'Days',
  open: 'Opens at',
  close: 'Closes at',
  overnight: 'Runs past midnight into the next day.',
  wholeDay: 'Runs for 24 hours.',
  weekdays: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as Record<Weekday, string>,
  longDays: { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' } as Record<Weekday, string>,
  week: 'The week',
  closed: 'closed',
  allDay: 'all day',
  none: 'Without hours it is never open. Add some, or choose around the clock.',
  noDays: 'Choose at least one day.',
  noTime: 'Give both times.',
};

const fr: typeof en = {
  always: 'Jour et nuit, tous les jours',
  window: 'Heures',
  add: 'Ajouter des heures',
  days: 'Jours',
  open: 'Ouvre à',
  close: 'Ferme à',
  overnight: 'Se poursuit après minuit, le lendemain.',
  wholeDay: 'Dure 24 heures.',
  weekdays: { mon: 'lun.', tue: 'mar.', wed: 'mer.', thu: 'jeu.', fri: 'ven.', sat: 'sam.', sun: 'dim.' },
  longDays: { mon: 'Lundi', tue: 'Mardi', wed: 'Mercredi', thu: 'Jeudi', fri: 'Vendredi', sat: 'Samedi', sun: 'Dimanche' },
  week: 'La semaine',
  closed: 'fermé',
  allDay: 'toute la journée',
  none: 'Sans heures, ce n’est jamais ouvert. Ajoutez-en, ou choisissez jour et nuit.',
  noDays: 'Choisissez au moins un jour.',
  noTime: 'Donnez les deux heures.',
};

export default { en, fr };
