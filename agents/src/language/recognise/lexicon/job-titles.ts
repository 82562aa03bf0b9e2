import { isSource } from './sources.ts';

const TITLE_WORD =
  /\b(c[efotmri]o|ciso|cpo|[se]?vp|head|lead|chief|officer|president|director|manager|engineer|developer|sales|marketing|procurement|purchasing|finance|operations|product|founder|owner|partner|analyst|consultant|architect|buyer|assistant|coordinator|specialist|executive|executive|controller|recruiter|advisor|counsel|lawyer|hr|it|support|success|designer|scientist|accountant|secretary|rep|representative|account|team|senior|junior|principal|dean|professor|dr|teacher|nurse|doctor|editor|writer|producer|planner|strategist|administrator|admin|technician|supervisor|foreman|chair|chairman|treasurer|trainer|agent|broker|md|gm|ops|legal|research|security|quality|logistics manager)\b/i;

/** Words of a part somebody plays, rather than a company's name. */
export function isJobTitle(text: string): boolean {
  return TITLE_WORD.test(text);
}

/** How a part somebody plays ends: "Data Analyst", "procurement lead". */
const LAST =
  /^(c[a-z]{1,2}o|ciso|[se]?vp|md|gm|head|lead|chief|officer|president|directors?|managers?|engineer|developer|founder|co-?founder|owner|partner|analyst|consultant|architect|buyer|purchaser|assistant|coordinator|specialist|executive|controller|recruiter|advisor|adviser|counsel|lawyer|attorney|designer|scientist|accountant|secretary|representative|rep|dean|professor|teacher|nurse|doctor|editor|writer|producer|planner|strategist|administrator|admin|technician|supervisor|foreman|chair|chairman|chairwoman|treasurer|trainer|agent|broker|principal|associate|expert|evangelist|intern|trainee|clerk|operator|inspector|auditor|researcher|merchandiser|salesman|saleswoman|seller|ops|\p{L}{3,}(?<!qv|kv|qu)ist|team leader|leader)$/iu;
/** How one begins, its field behind it: "Head of Procurement", "VP Sales". */
const FIRST =
  /^(c[a-z]{1,2}o|[se]?vp|vice|head|chief|director|manager|dean|president|managing|senior|junior|deputy)$/i;
/** Said in a sentence rather than on a card. */
const NO_TITLE =
  /^(he|she|they|it|we|i|is|are|was|were|will|would|wants?|needs?|has|have|said|says|called|named|the|this|that|who|with|from|at|by|not|only|please)$/i;
const MOST_WORDS = 6;

/** The whole text is what somebody does, and nothing else: "Chief Medical Officer", "VP of Engineering", "buyer". */
export function isRole(text: string): boolean {
  const words = text.split(/[\s/&-]+/).filter(Boolean);
  const [first = ''] = words;
  if (isSource(first.toLowerCase())) return false;
  if (
    words.length === 0 ||
    words.length > MOST_WORDS ||
    words.some((word) => word !== 'IT' && NO_TITLE.test(word))
  )
    return false;
  return LAST.test(words.at(-1) ?? '') || (FIRST.test(first) && words.length > 1);
}
