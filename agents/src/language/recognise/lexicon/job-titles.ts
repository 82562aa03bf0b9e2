const TITLE_WORD =
  /\b(c[efotmri]o|ciso|cpo|[se]?vp|head|lead|chief|officer|president|director|manager|engineer|developer|sales|marketing|procurement|purchasing|finance|operations|product|founder|owner|partner|analyst|consultant|architect|buyer|assistant|coordinator|specialist|executive|executive|controller|recruiter|advisor|counsel|lawyer|hr|it|support|success|designer|scientist|accountant|secretary|rep|representative|account|team|senior|junior|principal|dean|professor|dr|teacher|nurse|doctor|editor|writer|producer|planner|strategist|administrator|admin|technician|supervisor|foreman|chair|chairman|treasurer|trainer|agent|broker|md|gm|ops|legal|research|security|quality|logistics manager)\b/i;

/** Words of a part somebody plays, rather than a company's name. */
export function isJobTitle(text: string): boolean {
  return TITLE_WORD.test(text);
}
