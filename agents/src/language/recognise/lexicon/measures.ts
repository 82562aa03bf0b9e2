/** Words that make a request mean fewer records, or the opposite: never passed over. */
export const NARROWING =
  /^(not|no|never|only|except|besides|without|unless|but|instead|nor|neither|excluding|if|than)$/;
/** How many, and which of several: a call that says nothing of it is another. */
export const MEASURING =
  /^(two|three|four|five|six|seven|eight|nine|ten|all|every|each|none|both|neither|first|last|next|previous|latest|newest|oldest|biggest|largest|smallest|highest|lowest|top|more|most|less|least|fewer|over|under|above|below|between|before|after|since|until|till|other|others|another|same|many|few|several)$/;

/** A word that makes of a list another one: how many, which of them, or not these. */
export const isMeasure = (norm: string): boolean => NARROWING.test(norm) || MEASURING.test(norm);
