/** The colours of charts, as the console has them (`theme/tokens.css`): told apart by who sees colours differently too. */
export interface ChartTheme {
  series: readonly string[];
  background: string;
  text: string;
  quiet: string;
  rule: string;
}

export const LIGHT: ChartTheme = {
  series: ['#0a6b5c', '#cf5a00', '#3558cf', '#9c2f78', '#8a6a00', '#66727d'],
  background: '#ffffff',
  text: '#1c2329',
  quiet: '#5b6670',
  rule: '#dfe3e7',
};

export const DARK: ChartTheme = {
  series: ['#5fd3bb', '#ff9f5e', '#93aaff', '#ee9cd2', '#e0c463', '#aeb9c4'],
  background: '#15191d',
  text: '#edf1f4',
  quiet: '#a3adb6',
  rule: '#333c44',
};
