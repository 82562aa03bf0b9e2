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
const boxes = new Map();
let shown = '', last = { state: 'bot', messages: [] };

const MOST = 10 * 1048576;
const inWords = (bytes) => bytes < 1024 ? bytes + ' bytes' : bytes < 1048576 ? Math.round(bytes / 1024) + ' KB' : (bytes / 1048576).toFixed(1) + ' MB';
const entry = (one) => {
  const box = document.createElement('div');
  box.className = 'said ' + one.by;
  const who = document.createElement('span');
  who.className = one.by === 'visitor' ? 'hidden' : 'who';
  who.textContent = one.by === 'visitor' ? 'You: ' : one.by === 'bot' ? 'Assistant' : one.name;
  box.append(who);
  if (one.file) {
    const shownFile = document.createElement('span');
    shownFile.className = 'file';
    shownFile.append(document.querySelector('#attach svg').cloneNode(true), one.file.name + ', ' + inWords(one.file.bytes));
    box.append(shownFile);
  }
  // by itself: what stands before it has a direction of its own
  const words = document.createElement('div');
  words.dir = 'auto'; words.className = 'words';
  box.append(words);
  for (const part of one.text.split(/(https?:[/][/][^\\s]+)/)) {
    if (/^https?:[/][/]/.test(part) && one.by !== 'visitor') {
      const link = document.createElement('a');
      link.href = part; link.textContent = part; link.target = '_blank'; link.rel = 'noopener noreferrer';
      words.append(link);
    } else words.append(part);
  }
  return box;
};
const draw = () => {
  const known = new Set(last.messages.map((one) => one.id));
  const own = waiting.filter((one) => !known.has(one.id));
  const now = JSON.stringify([last.messages.length, own.length]);
  if (now === shown) return;
  shown = now;
  // what stands there is left alone: it may be selected, and a screen reader would read it again
  [...last.messages, ...own.map((one) => ({ ...one, by: 'visitor', isWaiting: true }))].forEach((one, at) => {
    const box = boxes.get(one.id) || entry(one);
    boxes.set(one.id, box);
    box.classList.toggle('failed', Boolean(one.isWaiting));
    if (log.children[at + 1] !== box) log.insertBefore(box, log.children[at + 1] || null);
  });
  while (log.children.length > last.messages.length + own.length + 1) log.lastChild.remove();
  log.scrollTop = log.scrollHeight;
};
const say = (text, isProblem) => {
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  state.textContent = text; state.className = isProblem ? 'problem' : '';
  if (isAtEnd) log.scrollTop = log.scrollHeight;
};
let shownState = '';
const told = () => { if (last.state !== shownState) say(last.state === 'waiting' ? 'Somebody of the team is being asked…' : ''); shownState = last.state; };
const take = (chat) => {
  last = chat;
  for (const one of chat.messages) { const at = waiting.findIndex((own) => own.id === one.id); if (at >= 0) waiting.splice(at, 1); }
  told(); draw();
  if (opener) opener.hidden = last.messages.length === 0;
};
const problem = async (response) => { try { return (await response.json()).error.message; } catch { return 'That did not work.'; } };

const sendText = (one) => fetch(path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify({ id: one.id, text: one.text, locale: navigator.language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }) });
const sendFile = (one) => fetch(main.dataset.path + '/files?' + new URLSearchParams({ id: one.id, name: one.file.name }),
  { method: 'POST', headers: { ...headers, 'content-type': 'application/octet-stream' }, body: one.content });
const drop = (one) => { const at = waiting.indexOf(one); if (at >= 0) waiting.splice(at, 1); };
// gives how long to wait before the next attempt
const attempt = async (one) => {
  try {
    const response = await (one.file ? sendFile(one) : sendText(one));
    if (response.ok) { shownState = undefined; drop(one); take(await response.json()); soon(900); return 0; }
    say(await problem(response), true);
    if (response.status === 429) return 15000;
    if (response.status >= 500) return 5000;
    drop(one); draw();
    return 0;
  } catch { say('No connection. Your message is sent as soon as there is one.', true); return 5000; }
};
// one after the other: what was said first is there first
let isSending = false;
const send = async (one) => {
  waiting.push(one); draw();
  if (isSending) return;
  isSending = true;
  while (waiting.length > 0) await new Promise((resolve) => attempt(waiting[0]).then((ms) => setTimeout(resolve, ms)));
  isSending = false;
};
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  const one = { id: random(12), text };
  field.value = ''; send(one); field.focus();
});
field.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); } });

const picker = document.getElementById('file');
document.getElementById('attach').addEventListener('click', () => picker.click());
const sendFiles = (files) => {
  for (const content of files) {
    if (content.size > MOST) { say(content.name + ' has ' + inWords(content.size) + ', and 10 MB is the most we can take.', true); continue; }
    const one = { id: random(12), text: '', file: { name: content.name, bytes: content.size }, content };
    send(one);
  }
};
picker.addEventListener('change', () => { sendFiles([...picker.files]); picker.value = ''; field.focus(); });
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => { event.preventDefault(); sendFiles([...event.dataTransfer.files]); });

const copy = document.getElementById('copy'), opener = document.getElementById('copy-open');
if (copy) {
  const label = document.getElementById('copy-label'), typed = document.getElementById('copy-field'), button = copy.querySelector('button');
  let isCode = false;
  const show = (code) => {
    isCode = code; typed.value = ''; typed.type = code ? 'text' : 'email'; typed.inputMode = code ? 'numeric' : 'email'; typed.autocomplete = code ? 'one-time-code' : 'email';
    label.textContent = code ? 'The code that we have mailed to you' : 'Your e-mail address'; button.textContent = code ? 'Send me the copy' : 'Send me a code';
  };
  const toggle = (isOpen) => {
    copy.hidden = !isOpen; opener.setAttribute('aria-expanded', String(isOpen));
    opener.textContent = isOpen ? 'No copy, thank you' : 'Get a copy by e-mail';
    if (isOpen) typed.focus(); else opener.focus();
    log.scrollTop = log.scrollHeight;
  };
  opener.addEventListener('click', () => { if (copy.hidden) show(false); toggle(copy.hidden); });
  copy.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const response = await fetch(main.dataset.path + '/copy', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(isCode ? { code: typed.value } : { email: typed.value }) });
      if (!response.ok) say(await problem(response), true);
      else if (isCode) { toggle(false); say('The copy is on its way.'); }
      else { show(true); typed.focus(); say('A code is on its way to you.'); }
    } catch { say('No connection. Please try again.', true); }
    button.disabled = false;
  });
}

let timer;
const soon = (ms) => { clearTimeout(timer); timer = setTimeout(look, ms); };
const look = async () => {
  try { const response = await fetch(path, { headers }); if (response.ok) take(await response.json()); else if (response.status !== 429) say(await problem(response), true); } catch {}
  soon(document.hidden ? 20000 : last.messages.length ? 2500 : 8000);
};
document.addEventListener('visibilitychange', () => { if (!document.hidden) soon(0); });
if (window.parent !== window) { close.hidden = false; close.addEventListener('click', () => parent.postMessage('clianta:close', '*')); }
addEventListener('keydown', (event) => { if (event.key === 'Escape' && window.parent !== window) parent.postMessage('clianta:close', '*'); });
log.append(entry({ by: 'bot', text: main.dataset.greeting }));
draw(); look();
})();
`;
