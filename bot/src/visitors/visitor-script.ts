/**
 * What runs on the page of visitors: keeps the browser's key, sends what is written (again, after a failure, under the same
 * name), and asks for what is new, less often while nobody looks.
 */
export const VISITOR_SCRIPT = `
(() => {
const main = document.getElementById('chat'), log = document.getElementById('log'), state = document.getElementById('state');
const form = document.getElementById('form'), field = document.getElementById('text'), close = document.getElementById('close');
const path = main.dataset.path + '/messages';
let store; try { store = localStorage; store.getItem('x'); } catch { store = undefined; }
const random = (bytes) => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes)))).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=+$/, '');
const NAME = 'clianta.visit.' + main.dataset.path;
let key = store && store.getItem(NAME);
if (!key) { key = random(32); if (store) store.setItem(NAME, key); }
const headers = { authorization: 'Bearer ' + key };
const waiting = [];
let shown = '', last = { state: 'bot', messages: [] };

const entry = (one, isWaiting) => {
  const box = document.createElement('div');
  box.dir = 'auto';
  box.className = 'said ' + one.by + (isWaiting ? ' failed' : '');
  const who = document.createElement('span');
  who.className = one.by === 'visitor' ? 'hidden' : 'who';
  who.textContent = one.by === 'visitor' ? 'You: ' : one.by === 'bot' ? 'Assistant' : one.name;
  box.append(who);
  for (const part of one.text.split(/(https?:[/][/][^\\s]+)/)) {
    if (/^https?:[/][/]/.test(part) && one.by !== 'visitor') {
      const link = document.createElement('a');
      link.href = part; link.textContent = part; link.target = '_blank'; link.rel = 'noopener noreferrer';
      box.append(link);
    } else box.append(part);
  }
  return box;
};
const draw = () => {
  const known = new Set(last.messages.map((one) => one.id));
  const own = waiting.filter((one) => !known.has(one.id));
  const now = JSON.stringify([last.messages.length, own.length]);
  if (now === shown) return;
  shown = now;
  const greeting = { by: 'bot', text: main.dataset.greeting };
  log.replaceChildren(entry(greeting), ...last.messages.map((one) => entry(one)), ...own.map((one) => entry({ ...one, by: 'visitor' }, true)));
  log.scrollTop = log.scrollHeight;
};
const say = (text, isProblem) => { state.textContent = text; state.className = isProblem ? 'problem' : ''; };
const told = () => say(last.state === 'waiting' ? 'Somebody of the team is being asked…' : '');
const take = (chat) => {
  last = chat;
  for (const one of chat.messages) { const at = waiting.findIndex((own) => own.id === one.id); if (at >= 0) waiting.splice(at, 1); }
  told(); draw();
};
const problem = async (response) => { try { return (await response.json()).error.message; } catch { return 'That did not work.'; } };

const send = async (one) => {
  try {
    const response = await fetch(path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ id: one.id, text: one.text, locale: navigator.language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }) });
    if (response.ok) { take(await response.json()); soon(900); return; }
    say(await problem(response), true);
    if (response.status === 429) setTimeout(() => send(one), 15000);
    else if (response.status < 500) waiting.splice(waiting.indexOf(one), 1);
    else setTimeout(() => send(one), 5000);
  } catch { say('No connection. Your message is sent as soon as there is one.', true); setTimeout(() => send(one), 5000); }
  draw();
};
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  const one = { id: random(12), text };
  waiting.push(one); field.value = ''; draw(); send(one); field.focus();
});
field.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); } });

let timer;
const soon = (ms) => { clearTimeout(timer); timer = setTimeout(look, ms); };
const look = async () => {
  try { const response = await fetch(path, { headers }); if (response.ok) take(await response.json()); else if (response.status !== 429) say(await problem(response), true); } catch {}
  soon(document.hidden ? 20000 : last.messages.length ? 2500 : 8000);
};
document.addEventListener('visibilitychange', () => { if (!document.hidden) soon(0); });
if (window.parent !== window) { close.hidden = false; close.addEventListener('click', () => parent.postMessage('clianta:close', '*')); }
addEventListener('keydown', (event) => { if (event.key === 'Escape' && window.parent !== window) parent.postMessage('clianta:close', '*'); });
draw(); look();
})();
`;
