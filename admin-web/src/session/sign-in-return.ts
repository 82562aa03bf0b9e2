/** Where Google sends people back to. What it brings stands behind the #, which no server and no log sees. */
const PATH = '/sign-in';

export interface SignInReturn {
  /** Of whoever has to enter a code still. */
  ticket?: string;
  /** Why it did not work. */
  problem?: string;
}

/** What this page was opened with by who came back from Google; undefined for any other page. */
export function signInReturn(location: Pick<Location, 'pathname' | 'hash'>): SignInReturn | undefined {
  if (location.pathname !== PATH) return undefined;
  const [, name, value = ''] = /^#(ticket|problem)=(.+)$/.exec(location.hash) ?? [];
  if (!name) return {};
  return name === 'problem' ? { problem: decodeURIComponent(value) } : { ticket: value };
}
