// Words of permits, bookings and check-ins (SPEC 4 to 8).
import type { ApproveAnswer, BookingViolation, PermitAction, PermitStatus, Tab, VehicleField } from '@vestibule/rules';
import { date, wall } from '../format';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const en = {
  title: 'Guest parking',
  mine: 'My guest parking',
  noneMine: 'You have booked no guest parking yet.',
  tabs: { today: 'Today', upcoming: 'Upcoming', past: 'Past' } as Record<Tab, string>,
  search: 'Search permits by plate, resident, guest or suite',
  found: (count: number) => plural(count, 'permit found', 'permits found'),
  nothingFound: 'No permit matches.',
  empty: {
    today: ['Nobody is expected today', 'Bookings for today and walk-ins appear here as they are made.'],
    upcoming: ['Nothing is booked for later', 'Bookings that start after today appear here.'],
    past: ['Nothing is over yet', 'Bookings whose last day is over appear here.'],
  } as Record<Tab, [string, string]>,
  taken: (used: number, capacity: number) => `${used} of ${capacity} spaces taken now`,
  bookForVisitor: 'Book parking for other visitor',
  settings: 'Parking settings',
  statuses: { active: 'Active', upcoming: 'Upcoming', pendingApproval: 'Pending approval', expired: 'Expired' } as Record<PermitStatus, string>,
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  timers: {
    until: (time: string) => `starts in ${time}`,
    remaining: (time: string) => `${time} left`,
    since: (time: string) => `ended ${time} ago`,
  },
  checkedIn: (at: string) => `Checked in ${at}`,
  notCheckedIn: 'Not checked in',
  recheckDue: 'Must check in again',
  walkIn: 'Walk-in',
  noPlate: 'No plate yet',
  otherVisitor: 'Other visitor',
  actions: { approve: 'Approve', reject: 'Reject', checkIn: 'Check in', cancel: 'Cancel booking' } as Record<PermitAction, string>,
  done: { approve: 'Approved.', reject: 'Rejected.', checkIn: 'Checked in.', cancel: 'Cancelled.' } as Record<PermitAction, string>,
  sure: {
    reject: 'Reject this booking? Its resident will see that it was rejected.',
    cancel: 'Cancel this booking? Its space becomes free, and a guest who has checked in keeps no permit.',
  },
  takeBack: 'Take the request back?',
  cannotApprove: {
    capacityFull: 'It cannot be approved: all spaces are taken at that time.',
  } as Partial<Record<ApproveAnswer, string>>,
  details: 'Details',
  guest: 'Guest',
  when: 'When',
  amenity: 'Amenity',
  space: 'Space',
  holder: 'Booked by',
  visits: 'Visits',
  suite: 'Suite',
  region: 'Region of the plate',
  createdAt: 'Booked on',
  approval: 'Approval',
  approvals: { pending: 'pending', approved: 'approved', rejected: 'rejected', cancelled: 'cancelled' },
  checkIns: 'Check-ins',
  byGuest: 'by the guest',
  byStaff: 'by staff',
  number: 'Booking number',
  courtesy: 'Courtesy check-in',
  courtesyHint: 'Checks the guest in on their behalf. What you see of the car is kept with the check-in; it may stay empty.',
  fields: { plate: 'Plate', make: 'Make', model: 'Model', color: 'Colour' } as Record<VehicleField, string>,
  regionHint: 'ISO code, such as CA-ON. May stay empty.',
  manager: 'On behalf of',
  start: 'From',
  end: 'Until',
  guestName: 'Name of the visitor',
  knownCars: 'Cars that you have booked for',
  book: 'Book',
  booked: 'Booked.',
  requested: 'Requested: it waits for approval.',
  forVisitorHint: 'For contractors, couriers and others who visit no resident. At the console they find it by their plate.',
  willBeApproved: 'It can be booked as it is.',
  willBePending: 'It can be requested; it then waits for approval.',
  violation: (violation: BookingViolation): string => {
    switch (violation.code) {
      case 'amenityDisabled': return 'This parking is switched off. Choose another.';
      case 'holderNotLivingHere': return 'Whoever it is for does not live there at that time. Choose another day or suite.';
      case 'startInPast': return 'That has begun already. Choose a later start.';
      case 'tooShort': return `That is too short. Book at least ${plural(violation.minMinutes, 'minute', 'minutes')}.`;
      case 'tooLong': return `That is too long. Book at most ${plural(violation.maxMinutes, 'minute', 'minutes')}.`;
      case 'tooFarAhead': return `That is too far ahead. Book at most ${plural(violation.maxAdvanceDays, 'day', 'days')} ahead.`;
      case 'outsideHours': return 'The parking is closed for part of that time. Choose times within its hours.';
      case 'blackout': return `It is closed from ${date(violation.from)} to ${date(violation.to)}. Choose other days.`;
      case 'missingField': return `${en.fields[violation.field]} is needed.`;
      case 'vehicleAlreadyBooked': return 'This car is booked for that time already.';
      case 'capacityFull': return `All spaces are taken from ${wall(violation.at)}. Choose another time.`;
      case 'quotaExceeded': return `The limit of ${violation.limit} is used up (${violation.used} used).${violation.frees ? ` Book again from ${date(violation.frees)}.` : ''}`;
      case 'tooManyConsecutiveDays': return `That would be ${plural(violation.days, 'day', 'days')} in a row, and ${violation.limit} are allowed. Choose fewer days or leave a day between.`;
    }
  },
  endFirst: 'The end must be after the start.',
  notATime: 'Give a day and a time.',
  notComplete: 'Something is still to be filled in.',
  requireBooking: 'Require a booking for check-in',
  requireBookingOn: 'On: a guest without a booking is told so at the console, and is asked to contact the resident, or management.',
  requireBookingOff: 'Off: a guest without a booking may enter the details of their car and check in as a walk-in. A walk-in has no end and no permit status.',
  matchWindow: 'Which bookings a guest is offered',
  matchWindows: { startingToday: 'Those that start today', occupyingToday: 'Those that occupy today, also if they began earlier' },
  recheck: 'Days until a guest must check in again',
  walkInFields: 'What a walk-in is asked for',
  fullPlates: 'Show whole plates at the console',
  fullPlatesHint: 'Otherwise all but the last three characters are hidden.',
  grace: 'Minutes of grace after the end',
  graceHint: 'A check of a plate says “grace” for so long after a permit has ended.',
};

const fr: typeof en = {
  title: 'Stationnement des visiteurs',
  mine: 'Mon stationnement de visiteurs',
  noneMine: 'Vous n’avez pas encore réservé de stationnement.',
  tabs: { today: 'Aujourd’hui', upcoming: 'À venir', past: 'Passés' },
  search: 'Chercher un permis par plaque, résident, visiteur ou suite',
  found: (count) => plural(count, 'permis trouvé', 'permis trouvés'),
  nothingFound: 'Aucun permis ne correspond.',
  empty: {
    today: ['Personne n’est attendu aujourd’hui', 'Les réservations du jour et les visites sans réservation paraissent ici.'],
    upcoming: ['Rien n’est réservé pour plus tard', 'Les réservations qui commencent après aujourd’hui paraissent ici.'],
    past: ['Rien n’est encore terminé', 'Les réservations dont le dernier jour est passé paraissent ici.'],
  },
  taken: (used, capacity) => `${used} places sur ${capacity} prises en ce moment`,
  bookForVisitor: 'Réserver pour un autre visiteur',
  settings: 'Réglages du stationnement',
  statuses: { active: 'Actif', upcoming: 'À venir', pendingApproval: 'En attente d’approbation', expired: 'Expiré' },
  rejected: 'Refusé',
  cancelled: 'Annulé',
  timers: {
    until: (time) => `commence dans ${time}`,
    remaining: (time) => `encore ${time}`,
    since: (time) => `terminé depuis ${time}`,
  },
  checkedIn: (at) => `Enregistré ${at}`,
  notCheckedIn: 'Pas enregistré',
  recheckDue: 'Doit s’enregistrer de nouveau',
  walkIn: 'Sans réservation',
  noPlate: 'Pas encore de plaque',
  otherVisitor: 'Autre visiteur',
  actions: { approve: 'Approuver', reject: 'Refuser', checkIn: 'Enregistrer', cancel: 'Annuler la réservation' },
  done: { approve: 'Approuvé.', reject: 'Refusé.', checkIn: 'Enregistré.', cancel: 'Annulé.' },
  sure: {
    reject: 'Refuser cette réservation? Son résident verra qu’elle est refusée.',
    cancel: 'Annuler cette réservation? Sa place se libère, et un visiteur déjà enregistré n’a plus de permis.',
  },
  takeBack: 'Retirer la demande?',
  cannotApprove: { capacityFull: 'Impossible d’approuver : toutes les places sont prises à ce moment.' },
  details: 'Détails',
  guest: 'Visiteur',
  when: 'Quand',
  amenity: 'Stationnement',
  space: 'Place',
  holder: 'Réservé par',
  visits: 'Visite',
  suite: 'Suite',
  region: 'Région de la plaque',
  createdAt: 'Réservé le',
  approval: 'Approbation',
  approvals: { pending: 'en attente', approved: 'approuvée', rejected: 'refusée', cancelled: 'annulée' },
  checkIns: 'Enregistrements',
  byGuest: 'par le visiteur',
  byStaff: 'par le personnel',
  number: 'Numéro de réservation',
  courtesy: 'Enregistrement de courtoisie',
  courtesyHint: 'Enregistre le visiteur à sa place. Ce que vous voyez de la voiture est gardé; cela peut rester vide.',
  fields: { plate: 'Plaque', make: 'Marque', model: 'Modèle', color: 'Couleur' },
  regionHint: 'Code ISO, par exemple CA-QC. Peut rester vide.',
  manager: 'Au nom de',
  start: 'De',
  end: 'À',
  guestName: 'Nom du visiteur',
  knownCars: 'Voitures déjà réservées',
  book: 'Réserver',
  booked: 'Réservé.',
  requested: 'Demandé : en attente d’approbation.',
  forVisitorHint: 'Pour les entrepreneurs, livreurs et autres qui ne visitent aucun résident. À l’entrée, ils trouvent la réservation par leur plaque.',
  willBeApproved: 'La réservation est possible ainsi.',
  willBePending: 'La demande est possible; elle attendra l’approbation.',
  violation: (violation) => {
    switch (violation.code) {
      case 'amenityDisabled': return 'Ce stationnement est désactivé. Choisissez-en un autre.';
      case 'holderNotLivingHere': return 'La personne n’habite pas là à ce moment. Choisissez un autre jour ou une autre suite.';
      case 'startInPast': return 'C’est déjà commencé. Choisissez un début plus tard.';
      case 'tooShort': return `C’est trop court. Réservez au moins ${plural(violation.minMinutes, 'minute', 'minutes')}.`;
      case 'tooLong': return `C’est trop long. Réservez au plus ${plural(violation.maxMinutes, 'minute', 'minutes')}.`;
      case 'tooFarAhead': return `C’est trop loin. Réservez au plus ${plural(violation.maxAdvanceDays, 'jour', 'jours')} à l’avance.`;
      case 'outsideHours': return 'Le stationnement est fermé une partie de ce temps. Choisissez dans ses heures.';
      case 'blackout': return `C’est fermé du ${date(violation.from)} au ${date(violation.to)}. Choisissez d’autres jours.`;
      case 'missingField': return `${fr.fields[violation.field]} : à remplir.`;
      case 'vehicleAlreadyBooked': return 'Cette voiture est déjà réservée à ce moment.';
      case 'capacityFull': return `Toutes les places sont prises dès ${wall(violation.at)}. Choisissez un autre moment.`;
      case 'quotaExceeded': return `La limite de ${violation.limit} est atteinte (${violation.used}).${violation.frees ? ` Réservez de nouveau dès le ${date(violation.frees)}.` : ''}`;
      case 'tooManyConsecutiveDays': return `Cela ferait ${plural(violation.days, 'jour', 'jours')} de suite, et ${violation.limit} sont permis. Choisissez moins de jours ou laissez un jour entre deux.`;
    }
  },
  endFirst: 'La fin doit suivre le début.',
  notATime: 'Donnez un jour et une heure.',
  notComplete: 'Il reste quelque chose à remplir.',
  requireBooking: 'Exiger une réservation pour s’enregistrer',
  requireBookingOn: 'Oui : à l’entrée, un visiteur sans réservation en est averti et doit joindre le résident, ou la gestion.',
  requireBookingOff: 'Non : un visiteur sans réservation peut donner les détails de sa voiture et s’enregistrer. Une telle visite n’a ni fin ni statut de permis.',
  matchWindow: 'Réservations proposées au visiteur',
  matchWindows: { startingToday: 'Celles qui commencent aujourd’hui', occupyingToday: 'Celles qui occupent aujourd’hui, même commencées plus tôt' },
  recheck: 'Jours avant de devoir s’enregistrer de nouveau',
  walkInFields: 'Ce qu’on demande sans réservation',
  fullPlates: 'Afficher les plaques entières à l’entrée',
  fullPlatesHint: 'Sinon, seuls les trois derniers caractères paraissent.',
  grace: 'Minutes de grâce après la fin',
  graceHint: 'Un contrôle de plaque répond « grâce » aussi longtemps après la fin d’un permis.',
};

export default { en, fr };
