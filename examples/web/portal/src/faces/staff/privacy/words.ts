// Words of keeping and forgetting (SPEC 12).
export type DueKind = 'bookingPlate' | 'checkInPlate' | 'bookingVisit' | 'checkInVisit' | 'invite' | 'resident';
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const en = {
  due: 'Due for erasure',
  dueHint: 'Personal data that has been kept for as long as the community has chosen. Erasing keeps counts and times, and removes what identifies a person.',
  none: 'Nothing is due',
  noneHint: 'What is over is kept for the days below; then it appears here.',
  kinds: {
    bookingPlate: (count: number) => plural(count, 'plate of a booking', 'plates of bookings'),
    checkInPlate: (count: number) => plural(count, 'plate of a check-in', 'plates of check-ins'),
    bookingVisit: (count: number) => plural(count, 'visit of a booking', 'visits of bookings'),
    checkInVisit: (count: number) => plural(count, 'visit of a check-in', 'visits of check-ins'),
    invite: (count: number) => plural(count, 'ended guest invite', 'ended guest invites'),
    resident: (count: number) => plural(count, 'profile of somebody who moved out', 'profiles of people who moved out'),
  } as Record<DueKind, (count: number) => string>,
  erase: 'Erase all of it',
  sure: 'Erase everything that is due? It goes from the records, the audit trail and kept answers, and cannot be brought back.',
  erased: (count: number) => `${plural(count, 'item was', 'items were')} erased.`,
  people: 'Profiles that go',
  retention: 'How long personal data is kept',
  plateDays: 'Days for a plate',
  visitDays: 'Days for a visit',
  inviteDays: 'Days for an ended invite',
  residentDays: 'Days for a profile after the move-out',
  export: 'Personal export',
  exportHint: 'Everything that is held about one person, as one file to hand to them.',
  person: 'Person',
  download: 'Download everything',
};

const fr: typeof en = {
  due: 'À effacer',
  dueHint: 'Données personnelles gardées aussi longtemps que la communauté l’a choisi. L’effacement garde les nombres et les heures, et retire ce qui identifie quelqu’un.',
  none: 'Rien n’est à effacer',
  noneHint: 'Ce qui est terminé est gardé le nombre de jours ci-dessous, puis paraît ici.',
  kinds: {
    bookingPlate: (count) => plural(count, 'plaque de réservation', 'plaques de réservations'),
    checkInPlate: (count) => plural(count, 'plaque d’enregistrement', 'plaques d’enregistrements'),
    bookingVisit: (count) => plural(count, 'visite réservée', 'visites réservées'),
    checkInVisit: (count) => plural(count, 'visite enregistrée', 'visites enregistrées'),
    invite: (count) => plural(count, 'invitation terminée', 'invitations terminées'),
    resident: (count) => plural(count, 'profil de quelqu’un qui est parti', 'profils de gens qui sont partis'),
  },
  erase: 'Tout effacer',
  sure: 'Effacer tout cela? Les données quittent les dossiers, le journal et les réponses gardées, sans retour possible.',
  erased: (count) => `${plural(count, 'élément effacé', 'éléments effacés')}.`,
  people: 'Profils effacés',
  retention: 'Durée de conservation des données personnelles',
  plateDays: 'Jours pour une plaque',
  visitDays: 'Jours pour une visite',
  inviteDays: 'Jours pour une invitation terminée',
  residentDays: 'Jours pour un profil après le départ',
  export: 'Données d’une personne',
  exportHint: 'Tout ce qui est gardé sur une personne, en un fichier à lui remettre.',
  person: 'Personne',
  download: 'Tout télécharger',
};

export default { en, fr };
