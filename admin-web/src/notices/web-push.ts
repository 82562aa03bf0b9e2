import { request } from '../api/request.ts';

/** `unsupported`: this browser, or a page that did not come over https, cannot. `blocked`: the person has said no to the browser. */
export type PushState = 'unsupported' | 'blocked' | 'off' | 'on';

const WORKER = '/sw.js';
const pathOf = (workspaceId: string) =>
  `/api/workspaces/${encodeURIComponent(workspaceId)}/notice-settings/browsers`;

const isSupported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function subscriptionOf(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

export async function pushState(): Promise<PushState> {
  if (!isSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  return (await subscriptionOf()) ? 'on' : 'off';
}

/** Asks the person, and has notices pushed to this browser. @returns what it is now */
export async function turnOnPush(workspaceId: string, pushKey: string): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return 'blocked';
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
  const { endpoint, keys } = subscription.toJSON();
  await request(pathOf(workspaceId), { method: 'POST', body: { endpoint, keys, browser: browserName() } });
  return 'on';
}

/** Nothing is pushed to this browser any more: also before somebody else may sign in on it. */
export async function turnOffPush(workspaceId: string): Promise<void> {
  const subscription = isSupported() ? await subscriptionOf() : null;
  if (!subscription) return;
  const { endpoint } = subscription;
  await request(pathOf(workspaceId), { method: 'DELETE', body: { endpoint } });
  await subscription.unsubscribe();
}

const BROWSERS = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;

function browserName(): string {
  const named = (names: ReadonlyArray<readonly [RegExp, string]>) =>
    names.find(([sign]) => sign.test(navigator.userAgent))?.[1];
  const system = named(SYSTEMS);
  return `${named(BROWSERS) ?? 'Browser'}${system ? ` on ${system}` : ''}`;
}
