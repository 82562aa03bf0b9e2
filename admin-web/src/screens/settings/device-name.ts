const BROWSERS: ReadonlyArray<[RegExp, string]> = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrom(e|ium)\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: ReadonlyArray<[RegExp, string]> = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** "Chrome on Windows", from what a browser says of itself; what is no browser's is told as it is. */
export function deviceName(device: string | undefined): string {
  if (!device) return 'An unknown device';
  const nameIn = (list: ReadonlyArray<[RegExp, string]>) => list.find(([sign]) => sign.test(device))?.[1];
  const [browser, system] = [nameIn(BROWSERS), nameIn(SYSTEMS)];
  if (!browser) return device.slice(0, 60);
  return system ? `${browser} on ${system}` : browser;
}
