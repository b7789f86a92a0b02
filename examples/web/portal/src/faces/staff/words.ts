const en = {
  portal: 'Portal',
  pages: {
    dashboard: 'Dashboard',
    figures: 'Figures',
    residents: 'Residents',
    guests: 'Guests',
    amenities: 'Amenities',
    intercom: 'Intercom',
    consoles: 'Consoles',
    audit: 'Audit trail',
    privacy: 'Privacy',
  },
};

export type PageName = keyof typeof en.pages;

const fr: typeof en = {
  portal: 'Portail',
  pages: {
    dashboard: 'Tableau de bord',
    figures: 'En chiffres',
    residents: 'Résidents',
    guests: 'Invités',
    amenities: 'Stationnements',
    intercom: 'Interphone',
    consoles: 'Panneaux d’entrée',
    audit: 'Journal des changements',
    privacy: 'Vie privée',
  },
};

export default { en, fr };
