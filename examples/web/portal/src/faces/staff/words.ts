const en = {
  portal: 'Portal',
  pages: {
    dashboard: 'Dashboard',
  },
};

export type PageName = keyof typeof en.pages;

const fr: typeof en = {
  portal: 'Portail',
  pages: {
    dashboard: 'Tableau de bord',
  },
};

export default { en, fr };
