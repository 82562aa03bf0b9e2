/** A query as a stand-in reads it: enough of SOQL for what is asked. Throws what Salesforce calls MALFORMED_QUERY. */
export interface Soql {
  fields: readonly string[] | 'count';
  object: string;
  matches(row: Readonly<Record<string, unknown>>): boolean;
  orderBy: readonly string[];
  limit: number;
}

type Row = Readonly<Record<string, unknown>>;
type Test = (row: Row) => boolean;

const TOKEN =
  /\s*('(?:\\.|[^'\\])*'|\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*|<=|>=|!=|[=<>(),])/y;

export function readSoql(text: string): Soql {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text);
    if (!found) throw new Error(`unexpected token in ${text}`);
    tokens.push(found[1] as string);
  }
  let at = 0;
  const is = (word: string) => tokens[at]?.toUpperCase() === word;
  const take = (word?: string) => {
    const token = tokens[at++];
    if (token === undefined || (word && token.toUpperCase() !== word))
      throw new Error(`unexpected token: ${token ?? 'the end'}, expected ${word ?? 'more'}`);
    return token;
  };
  const list = () => {
    const all = [take()];
    while (is(',')) {
      take();
      all.push(take());
    }
    return all;
  };
  const value = () => literal(take());

  function condition(): Test {
    if (is('(')) {
      take();
      const inner = either();
      take(')');
      return inner;
    }
    const field = take();
    if (is('IN')) {
      take();
      take('(');
      const all = list().map(literal);
      take(')');
      return (row) => all.some((one) => compared(row[field], one) === 0);
    }
    const operator = take();
    const wanted = value();
    return (row) => holds(compared(row[field], wanted), operator);
  }
  function both(): Test {
    const all = [condition()];
    while (is('AND')) {
      take();
      all.push(condition());
    }
    return (row) => all.every((one) => one(row));
  }
  function either(): Test {
    const all = [both()];
    while (is('OR')) {
      take();
      all.push(both());
    }
    return (row) => all.some((one) => one(row));
  }

  take('SELECT');
  let fields: Soql['fields'] = 'count';
  if (is('COUNT')) at += 3;
  else fields = list();
  take('FROM');
  const object = take();
  let matches: Test = () => true;
  if (is('WHERE')) {
    take();
    matches = either();
  }
  let orderBy: string[] = [];
  if (is('ORDER')) {
    take();
    take('BY');
    orderBy = list();
  }
  let limit = Number.POSITIVE_INFINITY;
  if (is('LIMIT')) {
    take();
    limit = Number(take());
  }
  if (at < tokens.length) throw new Error(`unexpected token: ${tokens[at]}`);
  return { fields, object, matches, orderBy, limit };
}

function literal(token: string): unknown {
  if (token.startsWith("'")) return token.slice(1, -1).replace(/\\(.)/g, '$1');
  if (/^(true|false)$/i.test(token)) return token.toLowerCase() === 'true';
  if (/^null$/i.test(token)) return null;
  return /^\d{4}-/.test(token) ? token : Number(token);
}

/** Text without case, times as instants. */
function compared(a: unknown, b: unknown): number {
  const plain = (one: unknown) => {
    if (typeof one !== 'string') return one ?? null;
    return /^\d{4}-\d\d-\d\dT/.test(one) ? Date.parse(one) : one.toLowerCase();
  };
  const [left, right] = [plain(a), plain(b)];
  if (left === right) return 0;
  if (left === null || right === null) return Number.NaN;
  return (left as number) < (right as number) ? -1 : 1;
}

function holds(order: number, operator: string): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      throw new Error(`unexpected operator ${operator}`);
  }
}
