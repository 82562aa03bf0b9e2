import { request } from '../api/request.ts';

type Role = 'viewer' | 'member' | 'admin' | 'owner';

export interface SessionWorkspace {
  id: string;
  name: string;
  role: Role;
  timeZone: string;
  currency: string;
  locale: string;
}

export interface Session {
  user: { id: string; name: string; email: string };
  workspaces: SessionWorkspace[];
}

export interface SetUp {
  /** Printed where Clianta was started. */
  code: string;
  workspaceName: string;
  name: string;
  email: string;
  password: string;
  timeZone: string;
  currency: string;
}

export const fetchSession = (): Promise<Session> => request('/api/auth/me');
export const fetchSetUpState = (): Promise<{
  isNeeded: boolean;
  hasGoogle?: boolean;
  hasRecovery?: boolean;
  demo?: { email: string };
}> => request('/api/setup');
/** Of whoever has a second factor: the ticket comes back with a code. */
export interface NeedsCode {
  needsCode: true;
  ticket: string;
}
export const postSignIn = (body: { email: string; password: string }): Promise<Session | NeedsCode> =>
  request('/api/auth/sign-in', { method: 'POST', body });
export const postForgotPassword = (body: { email: string }): Promise<unknown> =>
  request('/api/auth/forgot-password', { method: 'POST', body });
export const postSignInCode = (body: { ticket: string; code: string }): Promise<Session> =>
  request('/api/auth/sign-in/code', { method: 'POST', body });
export const postSignOut = (): Promise<unknown> => request('/api/auth/sign-out', { method: 'POST' });
export const postSetUp = (body: SetUp): Promise<Session> => request('/api/setup', { method: 'POST', body });
export const postPassword = (body: { currentPassword: string; newPassword: string }): Promise<Session> =>
  request('/api/auth/password', { method: 'POST', body, isRenewal: true });
export const postChosenPassword = (body: { token: string; password: string }): Promise<Session | NeedsCode> =>
  request('/api/auth/choose-password', { method: 'POST', body });
