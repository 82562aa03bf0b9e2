import { createContext, useContext } from 'react';
import type { Session, SessionWorkspace } from './session-api.ts';

export interface SessionValue {
  session: Session;
  workspace: SessionWorkspace;
  /** May change pipelines, settings and the team. */
  isAdmin: boolean;
  chooseWorkspace: (id: string) => void;
  /** After a change of settings: reads names and zones anew. */
  refresh: () => Promise<void>;
  signOut: () => Promise<void>;
}

export const SessionContext = createContext<SessionValue | undefined>(undefined);

/** @throws outside of a signed-in page, which is a mistake in the program */
export function useSession(): SessionValue {
  const value = useContext(SessionContext);
  if (!value) throw new Error('useSession is only for pages of a signed-in user');
  return value;
}
