import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { type ApiError, asApiError } from '../api/api-error.ts';
import { whenSignedOut } from '../api/request.ts';
import { SetUpScreen } from '../screens/set-up/set-up-screen.tsx';
import { ChoosePasswordScreen } from '../screens/sign-in/choose-password-screen.tsx';
import { NoWorkspace, Starting } from '../screens/sign-in/entrance.tsx';
import { SignInScreen } from '../screens/sign-in/sign-in-screen.tsx';
import { tokenOfLink } from './password-link.ts';
import { fetchSession, fetchSetUpState, postSignOut, type Session } from './session-api.ts';
import { SessionContext } from './session-context.ts';

type State =
  | { at: 'starting'; error?: ApiError }
  | { at: 'set-up' }
  | { at: 'choose-password'; token: string }
  | { at: 'sign-in'; demoEmail?: string; notice?: string }
  | { at: 'in'; session: Session };

const ENDED = 'Your session has ended. Sign in again to go on.';
const WORKSPACE_KEY = 'clianta.workspace';

/** Shows the way in (set-up, sign-in) until somebody is signed in, then the console. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ at: 'starting' });
  const [workspaceId, setWorkspaceId] = useState(() => localStorage.getItem(WORKSPACE_KEY));

  const toEntrance = useCallback(async (notice?: string) => {
    try {
      const { isNeeded, demo } = await fetchSetUpState();
      if (isNeeded) setState({ at: 'set-up' });
      else setState({ at: 'sign-in', ...(demo && { demoEmail: demo.email }), ...(notice && { notice }) });
    } catch (error) {
      setState({ at: 'starting', error: asApiError(error) });
    }
  }, []);

  const start = useCallback(async () => {
    const token = tokenOfLink(window.location);
    if (token) return setState({ at: 'choose-password', token });
    try {
      setState({ at: 'in', session: await fetchSession() });
    } catch (error) {
      const problem = asApiError(error);
      if (problem.status === 401) await toEntrance();
      else setState({ at: 'starting', error: problem });
    }
  }, [toEntrance]);

  useEffect(() => {
    whenSignedOut(() => void toEntrance(ENDED));
    void start();
  }, [start, toEntrance]);

  const value = useMemo(() => {
    if (state.at !== 'in') return undefined;
    const { session } = state;
    const workspace = session.workspaces.find((w) => w.id === workspaceId) ?? session.workspaces[0];
    if (!workspace) return undefined;
    return {
      session,
      workspace,
      isAdmin: workspace.role === 'admin' || workspace.role === 'owner',
      chooseWorkspace: (id: string) => {
        localStorage.setItem(WORKSPACE_KEY, id);
        setWorkspaceId(id);
      },
      refresh: async () => {
        try {
          setState({ at: 'in', session: await fetchSession() });
        } catch (error) {
          // anything else than a lost session is no reason to leave the page
          if (asApiError(error).status === 401) await toEntrance(ENDED);
        }
      },
      signOut: async () => {
        await postSignOut();
        await toEntrance();
      },
    };
  }, [state, workspaceId, toEntrance]);

  const enter = (session: Session) => setState({ at: 'in', session });
  const leaveLink = () => window.history.replaceState(null, '', '/');
  if (state.at === 'starting') return <Starting error={state.error} onRetry={start} />;
  if (state.at === 'set-up') return <SetUpScreen onDone={enter} />;
  if (state.at === 'choose-password') {
    return (
      <ChoosePasswordScreen
        token={state.token}
        onDone={(session) => {
          leaveLink();
          enter(session);
        }}
        onSignIn={() => {
          leaveLink();
          void start();
        }}
      />
    );
  }
  if (state.at === 'sign-in')
    return <SignInScreen demoEmail={state.demoEmail} notice={state.notice} onDone={enter} />;
  if (!value) return <NoWorkspace onSignOut={() => void postSignOut().then(() => toEntrance())} />;
  return <SessionContext value={value}>{children}</SessionContext>;
}
