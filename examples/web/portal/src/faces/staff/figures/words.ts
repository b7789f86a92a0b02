const en = {
  about: (days: number) => `Guest parking over the last ${days} days, today included.`,
  occupancy: (amenity: string) => `${amenity}: spaces taken at once`,
  occupancyAbout: (full: number, most: number, capacity: number) =>
    `At most ${most} of ${capacity} spaces were taken at once; ${full === 1 ? '1 day was' : `${full} days were`} full.`,
  day: 'Day',
  spaces: 'Spaces',
  capacity: (capacity: number) => (capacity === 1 ? 'Dashed: the only space' : `Dashed: all ${capacity} spaces`),
  byHour: 'Check-ins by hour',
  byHourAbout: (count: number, busiest: string) => `${count === 1 ? '1 check-in' : `${count} check-ins`}; most from ${busiest}.`,
  hour: (hour: string) => `${hour}:00`,
  from: 'From',
  checkIns: 'Check-ins',
  noCheckIns: 'Nobody has checked in yet',
  noCheckInsHint: 'Check-ins at the console and by staff are counted here by the hour.',
  busiest: 'Busiest suites',
  busiestAbout: (suite: string, count: number) => `${suite} had the most: ${count === 1 ? '1 booking' : `${count} bookings`}.`,
  suite: 'Suite',
  bookings: 'Bookings',
  noSuites: 'No resident has booked yet',
  noSuitesHint: 'Suites are ranked here by the bookings of their residents.',
};

const fr: typeof en = {
  about: (days) => `Le stationnement des visiteurs des ${days} derniers jours, aujourd’hui compris.`,
  occupancy: (amenity) => `${amenity} : places prises à la fois`,
  occupancyAbout: (full, most, capacity) =>
    `Au plus ${most} places sur ${capacity} ont été prises à la fois; ${full} ${full > 1 ? 'jours étaient complets' : 'jour était complet'}.`,
  day: 'Jour',
  spaces: 'Places',
  capacity: (capacity) => (capacity === 1 ? 'Tirets : la seule place' : `Tirets : les ${capacity} places`),
  byHour: 'Enregistrements par heure',
  byHourAbout: (count, busiest) => `${count} enregistrement${count > 1 ? 's' : ''}; surtout dès ${busiest}.`,
  hour: (hour) => `${hour} h`,
  from: 'Dès',
  checkIns: 'Enregistrements',
  noCheckIns: 'Personne ne s’est encore enregistré',
  noCheckInsHint: 'Les enregistrements à l’entrée et par le personnel sont comptés ici par heure.',
  busiest: 'Suites les plus visitées',
  busiestAbout: (suite, count) => `${suite} en a le plus : ${count} réservation${count > 1 ? 's' : ''}.`,
  suite: 'Suite',
  bookings: 'Réservations',
  noSuites: 'Aucun résident n’a encore réservé',
  noSuitesHint: 'Les suites sont classées ici par les réservations de leurs résidents.',
};

export default { en, fr };
