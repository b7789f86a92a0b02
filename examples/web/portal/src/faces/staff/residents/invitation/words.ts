// Words of what became of an invitation.
import { instant } from '../../../../lib/format';

export type Channel = 'mail' | 'sms';

const en = {
  how: { mail: 'by e-mail', sms: 'by text message' } as Record<Channel, string>,
  queued: (how: string) => `Queued to be sent ${how}.`,
  later: (how: string, why: string, at: string) => `Not sent ${how} yet: ${why}. Next try: ${instant(at)}`,
  sent: (how: string, at: string) => `Sent ${how}: ${instant(at)}`,
  failed: (how: string, why: string) => `It could not be sent ${how}: ${why}.`,
  byHand: 'It was not sent from here: hand the link on yourself.',
  receiver: { mail: 'the mail server', sms: 'the text-message service' } as Record<Channel, string>,
  timeout: (who: string) => `${who} did not answer in time`,
  unreachable: (who: string) => `${who} could not be reached`,
  refused: (who: string, status: string) => `${who} refused it (${status})`,
  notNow: (who: string, status: string) => `${who} does not take it at the moment (${status})`,
  expired: 'its link was over before that',
  malformed: 'nothing can be sent to this address',
  sameAddress: 'Another try goes to the same address. Once that is corrected in the profile, make a new link.',
  again: 'Try again',
  triedAgain: 'It is tried again.',
  unknown: 'Whether it was sent cannot be told now.',
};

const fr: typeof en = {
  how: { mail: 'par courriel', sms: 'par message texte' },
  queued: (how) => `En attente d’envoi ${how}.`,
  later: (how, why, at) => `Pas encore envoyée ${how} : ${why}. Prochain essai : ${instant(at)}`,
  sent: (how, at) => `Envoyée ${how} : ${instant(at)}`,
  failed: (how, why) => `L’envoi ${how} a échoué : ${why}.`,
  byHand: 'Elle n’est pas partie d’ici : transmettez le lien vous-même.',
  receiver: { mail: 'le serveur de courriel', sms: 'le service de messages texte' },
  timeout: (who) => `${who} n’a pas répondu à temps`,
  unreachable: (who) => `${who} est injoignable`,
  refused: (who, status) => `${who} l’a refusée (${status})`,
  notNow: (who, status) => `${who} ne la prend pas pour le moment (${status})`,
  expired: 'son lien avait expiré avant',
  malformed: 'rien ne peut être envoyé à cette adresse',
  sameAddress: 'Un nouvel essai va à la même adresse. Corrigez-la dans le profil, puis faites un nouveau lien.',
  again: 'Réessayer',
  triedAgain: 'Nouvel essai en cours.',
  unknown: 'On ne peut dire pour l’instant si elle est partie.',
};

/** Why a delivery did not arrive, from the word or the status that the server keeps of it. */
export function whyOf(t: typeof en, channel: Channel, reason: string): string {
  const who = t.receiver[channel];
  const status = /^status (\d+)$/.exec(reason)?.[1];
  // Mail servers say with 5.. that they never will; a webhook is posted again whatever it answers.
  if (status !== undefined) return channel === 'mail' && status.startsWith('5') ? t.refused(who, status) : t.notNow(who, status);
  if (reason === 'timeout') return t.timeout(who);
  if (reason === 'expired') return t.expired;
  return reason === 'malformed' ? t.malformed : t.unreachable(who);
}

export default { en, fr };
