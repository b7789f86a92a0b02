// Words of the audit trail (SPEC 12.2).
const en = {
  none: 'Nothing has been recorded yet',
  noneHint: 'Every change made by staff, residents and consoles appears here.',
  more: 'Show earlier entries',
  actions: { created: 'created', changed: 'changed', removed: 'removed', erased: 'erased', linked: 'new link', closed: 'closed', enrolled: 'enrolled', revoked: 'revoked' } as Record<string, string>,
  kinds: {
    building: 'Building', settings: 'Settings', suites: 'Suite', doors: 'Door', spaces: 'Space', residents: 'Resident', managers: 'Manager', amenities: 'Amenity',
    bookings: 'Booking', checkIns: 'Check-in', guestInvites: 'Guest invite', intercomContacts: 'Intercom contact', accounts: 'Account', consoles: 'Console', erasures: 'Erasure',
  } as Record<string, string>,
  console: 'a console',
  demo: 'the demonstration',
  deleted: 'somebody without an account',
  before: 'Before',
  after: 'After',
  field: 'Field',
  details: (what: string) => `What changed: ${what}`,
  empty: '—',
};

const fr: typeof en = {
  none: 'Rien n’est encore consigné',
  noneHint: 'Chaque changement du personnel, des résidents et des panneaux paraît ici.',
  more: 'Voir les précédents',
  actions: { created: 'créé', changed: 'modifié', removed: 'retiré', erased: 'effacé', linked: 'nouveau lien', closed: 'fermé', enrolled: 'inscrit', revoked: 'révoqué' },
  kinds: {
    building: 'Immeuble', settings: 'Réglages', suites: 'Suite', doors: 'Porte', spaces: 'Place', residents: 'Résident', managers: 'Gestionnaire', amenities: 'Stationnement',
    bookings: 'Réservation', checkIns: 'Enregistrement', guestInvites: 'Invitation', intercomContacts: 'Contact de l’interphone', accounts: 'Compte', consoles: 'Panneau', erasures: 'Effacement',
  },
  console: 'un panneau',
  demo: 'la démonstration',
  deleted: 'quelqu’un sans compte',
  before: 'Avant',
  after: 'Après',
  field: 'Champ',
  details: (what) => `Ce qui a changé : ${what}`,
  empty: '—',
};

export default { en, fr };
