// Words of the guard's page (SPEC 8.8).
import type { PlateCheck } from '@vestibule/rules';

type Answer = PlateCheck['answer'];

const en = {
  check: 'Check a plate',
  permits: 'Permits',
  checkNow: 'Check',
  next: 'Next car',
  keypad: 'Keypad',
  space: 'Space',
  erase: 'Erase',
  answers: { permitted: 'May stand here', grace: 'In grace', walkIn: 'Walk-in today', notPermitted: 'No permit' } as Record<Answer, string>,
  means: {
    permitted: 'A permit is active now.',
    grace: 'Its permit has just ended.',
    walkIn: 'It checked in today without a booking.',
    notPermitted: 'No permit is active for this plate, and it has not checked in today.',
  } as Record<Answer, string>,
  grace: (since: string, until: string, left: boolean) =>
    left ? `Its permit ended ${since} ago. Grace ends at ${until}.` : `Its permit ended ${since} ago. Grace ended at ${until}: check again.`,
  similar: 'A plate that looks alike has a permit',
  similarHint: 'O and 0, I and 1, B and 8, S and 5, Z and 2 are easily mistaken. Read the plate again.',
  checkInstead: (plate: string) => `Check ${plate} instead`,
  recording: 'The answer of this phone; being recorded.',
  recorded: 'Recorded by the server.',
  notRecorded: 'This is the answer of this phone, from what it last knew. It is not recorded, because the server cannot be reached.',
  recent: 'Last checks',
  reading: 'Being read',
  notRead: 'The last checks cannot be read now.',
  noneYet: 'No plate has been checked yet',
  noneYetHint: 'Type a plate below. Every check is recorded.',
  erased: 'erased',
};

const fr: typeof en = {
  check: 'Contrôler',
  permits: 'Permis',
  checkNow: 'Contrôler',
  next: 'Voiture suivante',
  keypad: 'Clavier',
  space: 'Espace',
  erase: 'Effacer',
  answers: { permitted: 'Autorisée', grace: 'En grâce', walkIn: 'Visite du jour', notPermitted: 'Aucun permis' },
  means: {
    permitted: 'Un permis est actif en ce moment.',
    grace: 'Son permis vient de se terminer.',
    walkIn: 'Elle s’est enregistrée aujourd’hui sans réservation.',
    notPermitted: 'Aucun permis n’est actif pour cette plaque, et elle ne s’est pas enregistrée aujourd’hui.',
  },
  grace: (since, until, left) =>
    left ? `Son permis est terminé depuis ${since}. La grâce finit à ${until}.` : `Son permis est terminé depuis ${since}. La grâce a fini à ${until} : contrôlez de nouveau.`,
  similar: 'Une plaque semblable a un permis',
  similarHint: 'O et 0, I et 1, B et 8, S et 5, Z et 2 se confondent. Relisez la plaque.',
  checkInstead: (plate) => `Contrôler plutôt ${plate}`,
  recording: 'Réponse de ce téléphone; consignation en cours.',
  recorded: 'Consigné par le serveur.',
  notRecorded: 'C’est la réponse de ce téléphone, d’après ce qu’il savait. Elle n’est pas consignée : le serveur est injoignable.',
  recent: 'Derniers contrôles',
  reading: 'Lecture en cours',
  notRead: 'Les derniers contrôles ne peuvent pas être lus en ce moment.',
  noneYet: 'Aucune plaque n’a encore été contrôlée',
  noneYetHint: 'Entrez une plaque ci-dessous. Chaque contrôle est consigné.',
  erased: 'effacée',
};

export default { en, fr };
