/** Where the link of a new teammate leads. What opens it stands behind the #, which no server and no log sees. */
const PATH = '/welcome';

export const passwordLink = (token: string): string => `${window.location.origin}${PATH}#${token}`;

/** The token of the link that this page was opened by. */
export function tokenOfLink(location: Pick<Location, 'pathname' | 'hash'>): string | undefined {
  return location.pathname === PATH && location.hash.length > 1 ? location.hash.slice(1) : undefined;
}
