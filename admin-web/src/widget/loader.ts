/**
 * The one script tag on somebody's page: a button in the corner that opens the chat in an iframe. Everything stands in
 * a shadow root and is positioned fixed, so the page neither moves nor restyles anything; what is important to the page's
 * styles is less so than what is important here. Where the page reads from right to left it is the other corner. The chat
 * itself is loaded at the first click.
 */
const script = document.currentScript as HTMLScriptElement | null;
const server = new URL(script?.src ?? location.href).origin;
const site = script?.dataset.site;
/** `data-visitors`: the page is for people without an account. */
const isForVisitors = script?.dataset.visitors !== undefined;

/** Of the page: a new token of its server that says who is signed in. */
type Identify = () => string | Promise<string>;

/** What the page says of who is signed in: by a function, or once by an attribute of the script tag. */
const identity = async () =>
  (await (window as { cliantaIdentity?: Identify }).cliantaIdentity?.()) ?? script?.dataset.identity ?? '';

const STYLE = `
:host{all:initial!important;position:fixed!important;inset:auto!important;margin:0!important;padding:0!important;border:0!important;overflow:visible!important}
button{position:fixed;inset-inline-end:20px;bottom:20px;z-index:2147483647;width:56px;height:56px;padding:0;border:0;border-radius:50%;
background:#0a6b5c;color:#fff;box-shadow:0 6px 24px rgb(0 0 0/.25);cursor:pointer}
button:hover{background:#085548}
button:focus-visible{outline:3px solid #0b5fd0;outline-offset:3px}
iframe{position:fixed;inset-inline-end:20px;bottom:88px;z-index:2147483647;width:min(420px,calc(100vw - 40px));
height:min(680px,calc(100dvh - 108px));border:0;border-radius:16px;background:Canvas;color-scheme:light dark;
box-shadow:0 16px 48px rgb(0 0 0/.3)}
[hidden]{display:none}
@media(max-width:480px){iframe{inset:0;width:100vw;height:100dvh;border-radius:0}.open{display:none}}
@media print{:host{display:none!important}}`;

const ICONS = {
  chat: 'M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Z',
  close: 'M6 9l6 6 6-6',
};

function start() {
  const host = document.createElement('div');
  host.id = 'clianta-widget';
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = `<style>${STYLE}</style><button type="button" aria-haspopup="dialog" aria-expanded="false"><svg aria-hidden="true" width="26" height="26" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path/></svg></button>`;
  const button = root.querySelector('button');
  const path = root.querySelector('path');
  if (!button || !path) return;
  let frame: HTMLIFrameElement | undefined;

  const show = (isOpen: boolean) => {
    if (isOpen && !frame) {
      frame = document.createElement('iframe');
      frame.title = isForVisitors ? 'Chat' : 'Chat with Clianta';
      frame.allow = 'clipboard-write';
      const id = encodeURIComponent(site ?? '');
      frame.src = isForVisitors ? `${server}/visit/${id}` : `${server}/widget/${id && `?site=${id}`}`;
      root.append(frame);
    }
    if (frame) frame.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    button.setAttribute('aria-label', isOpen ? 'Close the chat' : 'Open the chat');
    button.className = isOpen ? 'open' : '';
    path.setAttribute('d', isOpen ? ICONS.close : ICONS.chat);
    if (isOpen) frame?.focus();
    else if (frame) button.focus();
  };

  button.onclick = () => show(button.className !== 'open');
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && button.className === 'open') show(false);
  });
  addEventListener('message', (event) => {
    if (event.source !== frame?.contentWindow || event.origin !== server) return;
    if (event.data === 'clianta:close') show(false);
    if (event.data === 'clianta:identity?')
      identity()
        .catch(() => '')
        .then((token) => frame?.contentWindow?.postMessage({ clianta: 'identity', token }, server));
  });
  show(false);
  document.body.append(host);
  // above whatever the page puts on top
  host.popover = 'manual';
  host.showPopover?.();
}

if (document.body) start();
else addEventListener('DOMContentLoaded', start);
