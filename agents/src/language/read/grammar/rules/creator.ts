import { userValue } from '../../../recognise/names/name-value.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt } from '../../../recognise/unit.ts';
import { add, type Rule } from '../selection.ts';

const ADDED = 'added|created|entered|made|registered|opened|put in';
/** After "did". */
const ADD = 'add|create|enter|register|put in';

/** "added by Mia", "that I created": who put the records in, and a time that follows is when. */
export const creator: Rule = (reader, at) => {
  const { units } = reader.clause;
  let i = at;
  while (
    i < reader.to &&
    i - at < 3 &&
    /^(that|which|who|were|was|are|have|has|been|did)$/.test(normAt(units, i))
  )
    i++;
  const deed = phraseAt(units, i, ADDED);
  const by = deed > 0 && normAt(units, i + deed) === 'by' ? i + deed + 1 : i;
  const said = /^(me|i)$/.test(normAt(units, by)) ? 'me' : userValue(units[by]);
  const aux = by === i ? phraseAt(units, by + 1, 'has|have') : 0;
  const isDid = normAt(units, i - 1) === 'did';
  const after = by === i ? phraseAt(units, by + 1 + aux, isDid ? ADD : ADDED) : 0;
  if (!said || (by === i && after === 0)) return 0;
  add(reader, { field: 'createdBy', op: 'eq', value: said });
  reader.claim ??= { field: 'created', at: undefined };
  return by + 1 + aux + after - at;
};
