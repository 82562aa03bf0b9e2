/** What booking pages look like besides what all public pages do. */
export const BOOKING_STYLE = `
.choices{display:flex;gap:8px;flex-wrap:wrap;margin:0 0 16px;padding:0;list-style:none}
.choices a,.choices span{display:inline-block;padding:8px 14px;border-radius:8px;border:1px solid #c8cfd5;background:#fff;color:#1c2329;text-decoration:none;font-variant-numeric:tabular-nums}
.choices a:hover{border-color:#0a6b5c;color:#0a6b5c}
.choices .on{background:#e6f2ef;border-color:#0a6b5c;font-weight:600}
.day{border-top:1px solid #e8ebee;padding:14px 0 0;margin-top:14px}
.day h2{margin:0 0 8px}
.pages{display:flex;justify-content:space-between;gap:16px;margin-top:20px}
form.zone{display:flex;gap:8px;align-items:end;max-width:26rem;margin-bottom:8px}
form.zone label{flex:1}
select{width:100%;font:inherit;padding:10px 12px;margin-top:4px;border:1px solid #7b8791;border-radius:8px;background:#fff;color:inherit}
button.small{padding:10px 16px;background:#fff;color:#0a6b5c}
.paper .fields{margin-bottom:16px}
.paper .actions{margin-bottom:12px}
.paper select{font-weight:400}
.when{font-size:1.15rem;font-weight:600}
`;
