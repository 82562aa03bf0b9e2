const KEY = 'clianta.shortcuts';

/** Whether single letters are shortcuts; who dictates or misses keys can turn them off. */
export const areLettersOn = (): boolean => localStorage.getItem(KEY) !== 'off';

export function turnLetters(isOn: boolean): void {
  localStorage.setItem(KEY, isOn ? 'on' : 'off');
}
