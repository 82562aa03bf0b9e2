/** How the chat of visitors looks, in a frame of 420 px as well as on a phone; light and dark. */
export const VISITOR_STYLE = `
*{box-sizing:border-box}
:root{color-scheme:light dark;--page:#f6f7f4;--card:#fff;--ink:#1a211e;--quiet:#55605b;--line:#d9dedb;--own:#0a6b5c;--on-own:#fff;--danger:#a3261c}
@media(prefers-color-scheme:dark){:root{--page:#141917;--card:#1f2623;--ink:#e8edea;--quiet:#a5b0ab;--line:#38423d;--own:#2f9a87;--on-own:#06120f;--danger:#ff9d94}}
html,body{height:100%}
body{margin:0;display:flex;flex-direction:column;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header{display:flex;align-items:center;justify-content:space-between;gap:8px;padding:12px 16px;border-bottom:1px solid var(--line);background:var(--card)}
h1{font-size:1rem;margin:0;overflow-wrap:anywhere}
header button{border:0;background:none;color:var(--quiet);font-size:1.5rem;line-height:1;width:44px;height:44px;border-radius:8px;cursor:pointer}
main{flex:1;min-height:0;display:flex;flex-direction:column}
#log{flex:1;min-height:0;overflow-y:auto;padding:16px;display:flex;flex-direction:column;gap:8px}
.said{max-width:85%;padding:8px 12px;border-radius:14px;background:var(--card);border:1px solid var(--line);white-space:pre-line;overflow-wrap:anywhere;align-self:flex-start}
.said.visitor{align-self:flex-end;background:var(--own);color:var(--on-own);border-color:var(--own)}
.said.visitor.failed{background:var(--card);color:var(--ink);border:1px dashed var(--quiet)}
.who{display:block;font-size:.78rem;font-weight:600;color:var(--quiet)}
.said a{color:inherit}
#state{margin:0;padding:0 16px;min-height:1.5em;font-size:.85rem;color:var(--quiet)}
#state.problem{color:var(--danger)}
form{display:flex;gap:8px;padding:8px 16px;align-items:flex-end}
textarea{flex:1;min-width:0;resize:none;font:inherit;color:inherit;background:var(--card);border:1px solid var(--quiet);border-radius:10px;padding:8px 10px}
form button{font:inherit;font-weight:600;min-height:44px;padding:0 16px;border:0;border-radius:10px;background:var(--own);color:var(--on-own);cursor:pointer}
form button.plain,.plain{background:none;color:var(--quiet);border:0;padding:0 8px;min-height:44px;min-width:44px;border-radius:10px;font:inherit;cursor:pointer;display:inline-flex;align-items:center;justify-content:center}
[hidden]{display:none!important}
.plain.text{align-self:flex-start;font-size:.85rem;text-decoration:underline;padding:0 16px}
.file{display:inline-flex;gap:6px;align-items:center}
.file svg{width:16px;height:16px;flex:none}
#copy{flex-wrap:wrap}
#copy label{flex-basis:100%;font-size:.85rem}
#copy input{flex:1 1 14rem;min-width:0;font:inherit;color:inherit;background:var(--card);border:1px solid var(--quiet);border-radius:10px;padding:8px 10px;min-height:44px}
.consent{margin:0;padding:0 16px 12px;font-size:.78rem;color:var(--quiet)}
.closed{margin:auto;padding:24px;text-align:center}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
:focus-visible{outline:3px solid #0b5fd0;outline-offset:2px}
`;
