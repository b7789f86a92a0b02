const en = {
  portal: 'Portal',
  pages: {
    dashboard: 'Dashboard',
    figures: 'Figures',
  },
};

export type PageName = keyof typeof en.pages;

const fr: typeof en = {
  portal: 'Portail',
  pages: {
    dashboard: 'Tableau de bord',
    figures: 'En chiffres',
  },
};

export default { en, fr };
