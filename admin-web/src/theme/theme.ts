export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Also read by public/theme-boot.js before the first paint. */
const KEY = 'clianta.theme';

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** `system` follows the operating system, also when it changes later. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(KEY);
  } else {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(KEY, theme);
  }
}

/** Also read by public/theme-boot.js, which goes by the operating system until somebody chooses. */
const CONTRAST_KEY = 'clianta.contrast';

export const hasHighContrast = (): boolean => document.documentElement.dataset.contrast === 'more';

export function chooseHighContrast(isHigh: boolean): void {
  if (isHigh) document.documentElement.dataset.contrast = 'more';
  else delete document.documentElement.dataset.contrast;
  localStorage.setItem(CONTRAST_KEY, isHigh ? 'more' : 'usual');
}
