import { coloursOf, type PageTheme } from './page-theme.ts';

/** How published pages look: on a phone and on a desk, by the colours of the page. */
export function pageStyle(theme: PageTheme): string {
  const { accent, onAccent } = coloursOf(theme);
  const letters =
    theme.letters === 'serif'
      ? 'Georgia,"Times New Roman",serif'
      : 'system-ui,-apple-system,"Segoe UI",Roboto,sans-serif';
  return `
*{box-sizing:border-box}html{color-scheme:light;scroll-behavior:smooth}
body{margin:0;background:#fff;color:#1c2329;font:17px/1.6 ${letters}}
section,footer{padding:56px 20px}section:nth-child(even){background:#f5f7f8}
section>div,footer>div{max-width:960px;margin:0 auto}
h1,h2,h3{line-height:1.2;text-wrap:balance;margin:0 0 16px}h1{font-size:clamp(2rem,6vw,3.2rem);letter-spacing:-.02em}h2{font-size:clamp(1.5rem,4vw,2.1rem);letter-spacing:-.01em}h3{font-size:1.15rem;margin-bottom:6px}
p{margin:0 0 16px;overflow-wrap:anywhere}a{color:${accent}}img{max-width:100%;height:auto;border-radius:14px;display:block}
.hero{padding:88px 20px 72px;background:linear-gradient(${accent}14,#fff 70%)!important}.hero p{font-size:1.2rem;color:#3b464e;max-width:640px}
.hero .pair{display:grid;gap:40px;align-items:center}
.button,form button{display:inline-block;font:inherit;font-weight:650;text-decoration:none;padding:14px 28px;border:0;border-radius:10px;background:${accent};color:${onAccent};cursor:pointer}
.button:hover,form button:hover{filter:brightness(.9)}:focus-visible{outline:3px solid #3558cf;outline-offset:3px}
.cards{display:grid;gap:20px;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));list-style:none;margin:0;padding:0}
.cards li{background:#fff;border:1px solid #dfe3e7;border-radius:14px;padding:24px}.cards h2{font-size:1.15rem;letter-spacing:0;margin-bottom:6px}.cards li p{margin:0;color:#3b464e}
blockquote{margin:0;font-size:1.35rem;line-height:1.45;max-width:760px}figure{margin:0}figcaption{margin-top:12px;color:#5b6670}
.names{display:flex;flex-wrap:wrap;gap:16px 40px;align-items:center;list-style:none;margin:0;padding:0;font-weight:650;color:#4c575f}.names img{max-height:44px;width:auto;border-radius:0}
details{border-bottom:1px solid #dfe3e7;padding:14px 0}summary{cursor:pointer;font-weight:600}details p{margin:10px 0 0}
.cta{text-align:center}.cta p{max-width:620px;margin-inline:auto}
form{display:grid;gap:18px;max-width:560px}form p{margin:0}label{display:block;font-weight:600;margin-bottom:4px}small{font-weight:400;color:#5b6670}
input,textarea,select{width:100%;font:inherit;color:inherit;background:#fff;padding:11px 13px;border:1px solid #7b8791;border-radius:9px}
.tick{display:grid;grid-template-columns:auto 1fr;gap:4px 10px;align-items:start}.tick input{width:19px;height:19px;margin:4px 0 0}.tick label{font-weight:400;margin:0}.tick .fault{grid-column:2}
form button{justify-self:start}button[aria-disabled]{opacity:.6}
[aria-invalid=true]{border-color:#b3261e}.fault,.said{color:#b3261e}.fault{display:block;margin-top:4px}.thanks{font-size:1.2rem}
.away{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
footer{border-top:1px solid #dfe3e7;color:#5b6670;font-size:.9rem;padding:28px 20px}
@media(min-width:800px){.hero .pair{grid-template-columns:1.1fr 1fr}}
@media(max-width:640px){section{padding:40px 18px}.hero{padding:56px 18px 44px}}
`.trim();
}
