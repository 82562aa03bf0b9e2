/** How the page of an offer looks: on a phone, on a desk, and on paper. */
export const OFFER_STYLE = `
*{box-sizing:border-box}
html{color-scheme:light}
body{margin:0;background:#f2f4f5;color:#1c2329;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:860px;margin:0 auto;padding:24px 16px 64px}
.paper{background:#fff;border:1px solid #dfe3e7;border-radius:12px;padding:40px 48px}
h1{font-size:1.6rem;line-height:1.25;margin:28px 0 4px}
h2{font-size:1.05rem;margin:32px 0 8px}
p{margin:0 0 12px}
.quiet{color:#5b6670}
.head{display:flex;justify-content:space-between;gap:24px;padding-bottom:20px;border-bottom:1px solid #dfe3e7}
.seller{font-size:1.2rem;font-weight:650;color:#0a6b5c}
.lines{margin:0;padding:0;list-style:none}
.small{font-size:.875rem}
.number{text-align:right;font-weight:600}
.parties{display:flex;justify-content:space-between;gap:24px;margin-top:20px;flex-wrap:wrap}
dl.facts{display:grid;grid-template-columns:auto auto;gap:2px 16px;margin:0;align-content:start}
dl.facts dt{color:#5b6670}
dl.facts dd{margin:0;text-align:right}
table{width:100%;border-collapse:collapse;margin-top:20px;font-variant-numeric:tabular-nums}
th{font-size:.8rem;font-weight:500;color:#5b6670;text-align:right;padding:6px 0 6px 16px;border-bottom:1px solid #c8cfd5;white-space:nowrap}
td{text-align:right;vertical-align:top;padding:10px 0 10px 16px;border-bottom:1px solid #e8ebee;white-space:nowrap}
th:first-child,td:first-child{text-align:left;padding-left:0;white-space:normal;overflow-wrap:anywhere}
.totals{display:grid;grid-template-columns:1fr auto;gap:4px 24px;margin:16px 0 0;font-variant-numeric:tabular-nums;text-align:right}
.totals dt{color:#5b6670}
.totals dd{margin:0;white-space:nowrap}
.totals .total{font-size:1.25rem;font-weight:650;color:#1c2329;padding:6px 0}
.text{white-space:pre-line;overflow-wrap:anywhere}
.state{border-radius:10px;padding:14px 18px;margin-bottom:16px;background:#fff;border:1px solid #dfe3e7;border-left:5px solid #5b6670}
.state p{margin:0}
.state--good{border-left-color:#0a6b5c}
.state--bad{border-left-color:#b3261e}
.answer{margin-top:16px;background:#fff;border:1px solid #dfe3e7;border-radius:12px;padding:24px 48px 32px}
.answer h2{margin-top:8px;font-size:1.2rem}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:16px}
label{display:block;font-weight:550}
fieldset{border:1px solid #dfe3e7;border-radius:8px;margin:0 0 12px;padding:4px 16px 8px}
.choice{display:flex;align-items:center;gap:10px;min-height:44px;font-weight:400}
input,textarea{width:100%;font:inherit;padding:10px 12px;margin-top:4px;border:1px solid #7b8791;border-radius:8px;background:#fff;color:inherit}
.choice input{width:20px;height:20px;margin:0;flex:none}
textarea{min-height:88px}
button{font:inherit;font-weight:600;padding:12px 22px;border-radius:8px;border:1px solid #0a6b5c;background:#0a6b5c;color:#fff;cursor:pointer}
button.plain{background:#fff;color:#9b1c15;border-color:#9b1c15}
:focus-visible{outline:3px solid #3558cf;outline-offset:2px}
details{margin-top:20px}
summary{cursor:pointer;color:#3b464e;padding:6px 0}
.problem{color:#9b1c15;font-weight:550}
.actions{display:flex;gap:16px;align-items:center;margin-top:20px;flex-wrap:wrap}
a{color:#0a5c8a}
.tools{display:flex;justify-content:flex-end;gap:20px;margin:0 4px 12px}
.foot{margin-top:28px;padding-top:16px;border-top:1px solid #dfe3e7}
@media (max-width:640px){
main{padding:12px 8px 48px}
.paper,.answer{padding:22px 18px}
.fields{grid-template-columns:1fr}
dl.facts dd{text-align:left}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,tr,td{display:block}
tr{border-bottom:1px solid #e8ebee;padding:10px 0}
td{display:flex;justify-content:space-between;gap:16px;border:0;padding:2px 0;text-align:right}
td:first-child{font-weight:600;display:block}
td:empty{display:none}
td[data-label]::before{content:attr(data-label);color:#5b6670}
}
@media print{
body{background:#fff}
main{max-width:none;padding:0}
.paper{border:0;padding:0}
.answer,.tools,.state a{display:none}
tr,.totals{break-inside:avoid}
}
`;
