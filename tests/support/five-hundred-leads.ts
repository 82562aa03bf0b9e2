const FIRST = ['Ada', 'Bo', 'Cleo', 'Dana', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jana'];
const LAST = ['Abel', 'Brandt', 'Castro', 'Dietz', 'Eklund', 'Fischer', 'Gomez', 'Hart', 'Ilves', 'Keller'];
export const ROWS = 500;

/** Five hundred leads: ten without an address that is one, and ten people who stand there twice, by another address. */
export function fiveHundredLeads(): string {
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const who = at >= ROWS - 10 ? at - (ROWS - 10) : at;
    const name = `${FIRST[who % 10]} ${LAST[Math.floor(who / 10) % 10]}`;
    const mail = at % 50 === 7 ? 'none' : `p${at}@firm${who}.example`;
    return `${name};${mail};+49 30 9${String(who).padStart(6, '0')};Firm ${who}`;
  });
  return ['Name;E-mail;Phone;Company', ...rows].join('\n');
}

/** The rows that were refused, with addresses in place of those that are none. */
export function mendedRows(errors: string): string {
  let mended = 0;
  return errors.replace(/none/g, () => `mended${mended++}@x.example`);
}
