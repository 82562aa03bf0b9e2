const ADDRESS = /([\p{L}\d]+(?:[._-][\p{L}\d]+)+)@[\w.-]+/gu;

/**
 * "add jen park, jen.park@acme.com": words that an e-mail address says once more are a name, however they are written.
 *
 * @returns the message with that name in capitals; the same message where there is none
 */
export function withNamesOfAddresses(text: string): string {
  return [...text.matchAll(ADDRESS)].reduce((named, [, local = '']) => {
    const words = local.split(/[._-]/).filter((word) => /^\p{L}{2,}$/u.test(word));
    if (words.length < 2) return named;
    const said = new RegExp(`(?<![\\w@.])${words.join('\\s+')}(?![\\w@.])`, 'gu');
    return named.replace(said, (name) => name.replace(/(?<!\p{L})\p{Ll}/gu, (first) => first.toUpperCase()));
  }, text);
}
