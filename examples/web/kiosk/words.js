// The kiosk's own words. All others come with the session's screens.

const en = {
  other: { language: 'fr', label: 'Français' },
  home: 'Start over',
  larger: 'Larger text',
  smaller: 'Normal text',
  keyboard: 'Keyboard',
  pad: 'Number pad',
  erase: 'Delete',
  space: 'Space',
  stay: 'I need more time',
  closing: (seconds) => `This screen closes in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  listed: (count) => (count === 1 ? '1 result' : `${count} results`),
  busy: 'One moment…',
  notKept: 'Your check-in could not be saved, so it does not count. Please try again, or call your host.',
  notCalled: 'The call could not be placed. Please try again in a moment.',
  notOpened: 'The door could not be opened. Please try again, or call your host.',
  outOfService: 'This console is not in service',
  callHost: 'Please call the person you are visiting by phone.',
  starting: 'Starting',
};

const fr = {
  other: { language: 'en', label: 'English' },
  home: 'Recommencer',
  larger: 'Texte plus grand',
  smaller: 'Texte normal',
  keyboard: 'Clavier',
  pad: 'Pavé numérique',
  erase: 'Effacer',
  space: 'Espace',
  stay: 'J’ai besoin de plus de temps',
  closing: (seconds) => `Cet écran se ferme dans ${seconds} ${seconds === 1 ? 'seconde' : 'secondes'}.`,
  listed: (count) => (count === 1 ? '1 résultat' : `${count} résultats`),
  busy: 'Un instant…',
  notKept:
    'Votre arrivée n’a pas pu être enregistrée et ne compte donc pas. Veuillez réessayer, ou appelez votre hôte.',
  notCalled: 'L’appel n’a pas pu être établi. Veuillez réessayer dans un instant.',
  notOpened: 'La porte n’a pas pu être ouverte. Veuillez réessayer, ou appelez votre hôte.',
  outOfService: 'Cette console est hors service',
  callHost: 'Veuillez téléphoner à la personne que vous visitez.',
  starting: 'Démarrage',
};

export const words = { en, fr };

/** What staff read on the status page; they speak English with their vendor. */
export const reasons = {
  unsupported: 'this browser cannot verify Ed25519 signatures: use a newer one',
  unreachable: 'the server does not answer',
  truncated: 'the bundle is cut off',
  forged: 'the signature is not the building’s',
  malformed: 'the bundle is signed, but its content cannot be read',
  wrongBuilding: 'the bundle is for another building',
  older: 'the bundle is older than the one in use',
  storage: 'this browser keeps nothing on its disk',
  module: 'the rules cannot be loaded',
};
