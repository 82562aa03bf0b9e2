/**
 * The tracker of websites. Until `clianta.consent(true)` it stores nothing and sends no id: then a visit is a count. A browser that
 * asks not to be followed (Global Privacy Control) stays so, whatever the page says.
 */
interface Sent {
  i: string;
  t: string;
  u: string;
  r?: string | undefined;
}

const script = document.currentScript as HTMLScriptElement;
const server = new URL(script.src).origin;
const site = script.dataset.site;
const KEY = '_clianta';
const nav = navigator as Navigator & { globalPrivacyControl?: boolean };
const isPrivate = !!nav.globalPrivacyControl;
const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte + 256).toString(16).slice(1)).join(
    '',
  );

let visitor: string | undefined;
let token: string | undefined;
/** One after another: what follows an identification goes under the id that it gives. */
let sending: Promise<unknown> = Promise.resolve();
let last = '';
let shown: Sent | undefined;

const stored = (value?: string | null): string | null => {
  try {
    if (value === null) localStorage.removeItem(KEY);
    else if (value) localStorage.setItem(KEY, value);
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

const post = (what: object): Promise<unknown> => {
  sending = sending.then(() =>
    fetch(`${server}/api/public/track`, {
      method: 'POST',
      keepalive: true,
      credentials: 'omit',
      // nothing that a browser asks the server about first
      body: JSON.stringify({ s: site, v: visitor, m: nav.webdriver ? 1 : undefined, ...what }),
    })
      .then((response) => (response.status === 200 ? response.json() : {}) as { v?: string })
      .then(({ v }) => {
        if (!v || !visitor) return;
        visitor = v;
        stored(v);
      })
      .catch(() => {}),
  );
  return sending;
};

const send = (t: string): Sent => {
  const event: Sent = { i: newId(), t, u: location.href, r: document.referrer || undefined };
  post({ e: [event] });
  return event;
};

const identify = (given: string) => {
  token = given;
  if (visitor) {
    token = undefined;
    post({ k: given });
  }
};

const page = () => {
  const url = new URL(location.href);
  const given = url.searchParams.get('_ct');
  if (given) {
    url.searchParams.delete('_ct');
    history.replaceState(history.state, '', url);
    identify(given);
  }
  if (last !== location.href) {
    last = location.href;
    shown = send('page');
  }
};

const api = {
  track: (name: string) => void send(String(name)),
  identify,
  /** Only what the visitor has said: `true` keeps an id in this browser, `false` removes it. */
  consent: (isGiven: boolean) => {
    if (isPrivate) return;
    if (!isGiven) {
      if (visitor) post({ v: visitor, x: 1 });
      return api.reset();
    }
    const isNew = !visitor;
    visitor ??= stored() || newId();
    stored(visitor);
    if (token) identify(token);
    // the page that they agreed on was counted already, as nobody's: it becomes theirs
    if (isNew && shown) post({ c: 1, e: [shown] });
  },
  /** Forgets who this was: whoever comes next is somebody else. */
  reset: () => {
    visitor = token = undefined;
    stored(null);
  },
  get visitor() {
    return visitor;
  },
};
(window as unknown as { clianta: object }).clianta = api;

if (isPrivate) stored(null);
else visitor = stored() ?? undefined;

const seen = () => {
  page();
  const { pushState } = history;
  history.pushState = (...args) => {
    pushState.apply(history, args);
    page();
  };
  addEventListener('popstate', page);
  // a page that comes out of the back-forward cache is looked at again
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    last = '';
    page();
  });
};
// a page that is only prepared counts once it is shown
if ((document as Document & { prerendering?: boolean }).prerendering)
  document.addEventListener('prerenderingchange', seen, { once: true });
else seen();

export {};
