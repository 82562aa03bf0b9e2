/** Where the address leads that the server prints at its first start; the code behind the # is seen by no log. */
const PATH = '/set-up';

/** The set-up code of the address that this page was opened by. */
export function codeOfLink(location: Pick<Location, 'pathname' | 'hash'>): string {
  return location.pathname === PATH ? location.hash.slice(1) : '';
}
