const en = {
  title: 'What a visitor sees',
  byName: 'By name',
  byCode: (code: string) => `By code ${code}`,
  notListed: 'A visitor who types the whole name finds nobody.',
  later: (at: string) => `From ${at}. Until then nobody is found.`,
  movedOut: 'Not found any more: every residency is over.',
  notYet: 'It shows here once name and suite are filled in.',
};

const fr: typeof en = {
  title: 'Ce que voit un visiteur',
  byName: 'Par le nom',
  byCode: (code) => `Par le code ${code}`,
  notListed: 'Un visiteur qui tape le nom entier ne trouve personne.',
  later: (at) => `Dès ${at}. D’ici là, personne n’est trouvé.`,
  movedOut: 'N’est plus trouvé : toutes les résidences sont finies.',
  notYet: 'L’aperçu paraît quand le nom et la suite sont remplis.',
};

export default { en, fr };
