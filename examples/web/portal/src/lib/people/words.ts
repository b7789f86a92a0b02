const en = {
  search: 'Find by any detail',
  more: (count: number) => `… and ${count} more: type further.`,
  none: 'No resident matches.',
  chosen: 'Chosen',
  another: 'Choose another',
};

const fr: typeof en = {
  search: 'Trouver par n’importe quel détail',
  more: (count) => `… et ${count} de plus : précisez.`,
  none: 'Aucun résident ne correspond.',
  chosen: 'Choisi',
  another: 'En choisir un autre',
};

export default { en, fr };
