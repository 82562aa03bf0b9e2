import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { type ApiError, asApiError } from '../api/api-error.ts';
import { actAs, whenSignedOut } from '../api/request.ts';
import { SetUpScreen } from '../screens/set-up/set-up-screen.tsx';
import { ChoosePasswordScreen } from '../screens/sign-in/choose-password-screen.tsx';
import { NoWorkspace, Starting } from '../screens/sign-in/entrance.tsx';
import { SignInScreen } from '../screens/sign-in/sign-in-screen.tsx';
import { tellOtherTabs, whenOtherTabs } from './other-tabs.ts';
import { tokenOfLink } from './password-link.ts';
import { fetchSession, fetchSetUpState, postSignOut, type Session } from './session-api.ts';
import { SessionContext } from './session-context.ts';
import { type SignInReturn, signInReturn } from './sign-in-return.ts';

async function forgetBrowser(workspaceId: string): Promise<void> {
  try {
    await (await import('../notices/web-push.ts')).turnOffPush(workspaceId);
  } catch {
    // signing out must not depend on it; the next person who turns notices on here takes the browser over
  }
}

type State =
  | { at: 'starting'; error?: ApiError }
  | { at: 'set-up' }
  | { at: 'choose-password'; token: string }
  | {
      at: 'sign-in';
      demoEmail?: string;
      hasGoogle?: boolean;
      hasRecovery?: boolean;
      notice?: string;
      back?: SignInReturn;
    }
  | { at: 'in'; session: Session };

const leaveLink = () => window.history.replaceState(null, '', '/');

const ENDED = 'Your session has ended. Sign in again to go on.';
const WORKSPACE_KEY = 'clianta.workspace';

/** Shows the way in (set-up, sign-in) until somebody is signed in, then the console. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ at: 'starting' });
  const [workspaceId, setWorkspaceId] = useState(() => localStorage.getItem(WORKSPACE_KEY));

  const toEntrance = useCallback(async (notice?: string, back?: SignInReturn) => {
    actAs(undefined);
    try {
      const { isNeeded, demo, hasGoogle = false, hasRecovery = false } = await fetchSetUpState();
      if (isNeeded) setState({ at: 'set-up' });
      else
        setState({
          at: 'sign-in',
          hasGoogle,
          hasRecovery,
          ...(demo && { demoEmail: demo.email }),
          ...(notice && { notice }),
          ...(back && { back }),
        });
    } catch (error) {
      setState({ at: 'starting', error: asApiError(error) });
    }
  }, []);

  const admit = useCallback((session: Session) => {
    actAs(session.user.id);
    setState({ at: 'in', session });
  }, []);

  /** Shows whoever is signed in with this browser now, or the way in. */
  const resume = useCallback(
    async (notice?: string) => {
      actAs(undefined);
      try {
        admit(await fetchSession());
      } catch (error) {
        const problem = asApiError(error);
        if (problem.status === 401) await toEntrance(notice);
        else setState({ at: 'starting', error: problem });
      }
    },
    [admit, toEntrance],
  );

  const start = useCallback(async () => {
    const token = tokenOfLink(window.location);
    const back = signInReturn(window.location);
    if (token) setState({ at: 'choose-password', token });
    else if (back) {
      leaveLink();
      await toEntrance(undefined, back);
    } else await resume();
  }, [resume, toEntrance]);

  useEffect(() => {
    whenSignedOut(() => void resume(ENDED));
    void start();
  }, [start, resume]);

  const shown = state.at === 'in' ? state.session.user.id : undefined;
  const isSettled = state.at === 'in' || state.at === 'sign-in';
  useEffect(
    () =>
      whenOtherTabs((userId) => {
        if (isSettled && userId !== shown) void resume(shown && ENDED);
      }),
    [isSettled, shown, resume],
  );

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
          actAs(undefined);
          admit(await fetchSession());
        } catch (error) {
          actAs(session.user.id);
          // anything else than a lost session is no reason to leave the page
          if (asApiError(error).status === 401) await toEntrance(ENDED);
        }
      },
      signOut: async () => {
        // whoever signs in here next must not see this person's notices
        await forgetBrowser(workspace.id);
        await postSignOut();
        tellOtherTabs(undefined);
        await toEntrance();
      },
    };
  }, [state, workspaceId, admit, toEntrance]);

  const enter = (session: Session) => {
    tellOtherTabs(session.user.id);
    admit(session);
  };
  const enterByLink = (session: Session) => {
    leaveLink();
    enter(session);
  };
  if (state.at === 'starting') return <Starting error={state.error} onRetry={start} />;
  if (state.at === 'set-up') return <SetUpScreen onDone={enterByLink} />;
  if (state.at === 'choose-password') {
    return (
      <ChoosePasswordScreen
        token={state.token}
        onDone={enterByLink}
        onSignIn={() => {
          leaveLink();
          void start();
        }}
      />
    );
  }
  if (state.at === 'sign-in')
    return (
      <SignInScreen
        demoEmail={state.demoEmail}
        hasGoogle={state.hasGoogle ?? false}
        hasRecovery={state.hasRecovery ?? false}
        notice={state.notice}
        back={state.back}
        onDone={enter}
      />
    );
  if (!value) return <NoWorkspace onSignOut={() => void postSignOut().then(() => toEntrance())} />;
  return (
    <SessionContext key={value.session.user.id} value={value}>
      {children}
    </SessionContext>
  );
}
