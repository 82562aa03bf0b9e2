/**
 * Turns of phrase, and the plain order or question that each is: passives, "let" and "have", what something should be, what
 * is said first and ordered behind. A line each, `turn => plain`. A turn is the whole message, courtesy left aside.
 *
 * `{who}` is one name; `{what}`, `{more}` are any words, as few as fit; `{value}` the same, but at most six; `{done}` a verb
 * of orders that is bent ("assigned"), which stands plain as `{do}`; `(a|b)` one of them, `(a|b)?` one or none.
 */
export const TURNS = `
(let|have) {who} (take over|take care of|take on|take|have|handle|look after|own|run|manage) {what} => assign {what} to {who}
(let|have) {who} {what} instead => assign the task {what} to {who}
(let|have) {who} {what} instead of {more} => assign the task {what} to {who}
{what} (should|must|shall|needs to|need to|has to|have to|ought to|is to|are to) (now|all|both)? be (now|all|both)? (owned|handled|managed|looked after|covered|run|taken care of) by {who} => assign {what} to {who}
{what} (should|must|shall|needs to|need to|has to|have to|ought to|is to|are to|can) (now|all|both)? be (now|all|both)? {done} {more} => {do} {what} {more}
{what} (should|must|shall|needs to|need to|has to|have to|ought to|is to|are to|can) (now|all|both)? be (now|all|both)? {done} => {do} {what}
{what} (needs|need) {done} => {do} {what}
{what} (goes|go|should go|must go|needs to go|belongs|belong|should belong) to {who} (from now on|from here on|now|instead|from today)? => assign {what} to {who}
{who} (gets|takes|will take|should get|should take|will have|should look after|should own|should handle|is to take|can have|can take|takes over|will take over|is taking over|inherits) {what} (from now on|from here on|now|instead|from today)? => assign {what} to {who}
(whatever|what|everything|all|anything) {who} (has to do|has|has due|has to get done|needs to do) {what} , (let|have) {more} (take|have|do|handle) (it|that|them) => assign all tasks of {who} due {what} to {more}
put {who} (in charge of|on|down for) {what} => assign {what} to {who}
make {who} (responsible|accountable) for {what} => assign {what} to {who}
put {what} (in the hands of|in the care of) {who} => assign {what} to {who}
{what} with {who} as (its|the|his|her|their|an)? (owner|account manager|rep|account owner) => {what}, owned by {who}
{what} (should|must|can|could|needs to|need to|has to|have to)? (all|both)? (get|gets|have|carry|be given) the (tag|label) {value} => tag {what} with {value}
{what} (is|are) not {value} (any more|anymore|any longer|now) (,|;|but|.) (it is|they are|but|it) {more} => set {what} to {more}
{what} (is|are) not {value} (,|;) (it is|they are|but) {more} => set {what} to {more}
{what} : {value} (should be|is now|becomes|to be) {more} => set the {value} of {what} to {more}
{who} (has to|needs to|must|should|is to) {what} (, and|,|and|;|.)? (put|add|note|place) (that|it|this) (on|to|in|into|onto) (his|her|their|the) (list|plate|to do list|todo list|tasks|task list|todos|agenda) => create a task for {who} to {what}
i (have to|need to|must|should) {what} (, and|,|and|;|.)? (put|add|note|place) (that|it|this) (on|to|in|into|onto) (my|the) (list|plate|to do list|todo list|tasks|task list|todos|agenda) => create a task to {what}
(do not let|never let) me forget (to|about) {what} => remind me to {what}
(have|put|get|take) {who} on (file|record|to our files|our list) (? he is|? she is|. he is|. she is|? he is|? she is|, he is|, she is|.|,|:|?) {more} => add the contact {who}, {more}
(new|fresh) (deal|opportunity|opp) (at|with|for) {who} : {value} , {more} => create a deal called {value} for {who}, {more}
(has|have) {who} got (a|an|any|some) {what} => what is the {what} of {who}
(has|have|does|do) (she|he|they) (have|got) (a|an|any|some) {what} => what is {whose2} {what}
(remind me|tell me|refresh my memory|quick reminder|just tell me|say) (,|:)? (what|who|which|when|where|how|whose|why) {what} => {3} {what}
{what} (, but|but|,) no {value} => {what} except {value}
{what} : {value} {quote} => set the {value} of {what} to {quote}
(i|we|i have|we have) (already|just|now|finally)? {deed} {what} (,|.|;|, and|, so|and)? (mark it as done|mark that as done|mark it done|that is done|it is done) => complete the task {do} {what}
(i|we|i have|we have) (already|just|now|finally)? (did|done|had|made|held) the {what} (,|.|;|, and|, so|and)? (mark it as done|mark that as done|mark it done|that is done|it is done) => complete the task {what}
{who} (rang|called|phoned|gave me a ring|gave us a ring|gave me a call|gave us a call|was on the phone|just called|just rang|just phoned) {time} (,|:|;|and|.) {more} => log a call with {who} {time}: {more}
{who} (rang|called|phoned|gave me a ring|gave us a ring|gave me a call|gave us a call|was on the phone|just called|just rang|just phoned) (,|:|;|.) {more} => log a call with {who}: {more}
{who} (emailed|mailed|wrote|sent me an email|sent us an email|wrote to me|wrote to us|wrote back|just emailed|just wrote) {time} (,|:|;|and|.) {more} => log an email from {who} {time}: {more}
{who} (emailed|mailed|wrote|sent me an email|sent us an email|wrote to me|wrote to us|wrote back|just emailed|just wrote) (,|:|;|.) {more} => log an email from {who}: {more}
{who} (dropped by|stopped by|came by|visited us|popped in|came to see us) {time} (,|:|;|and|.) {more} => log a meeting with {who} {time}: {more}
{who} (dropped by|stopped by|came by|visited us|popped in|came to see us) (,|:|;|.) {more} => log a meeting with {who}: {more}
in (which|what) (city|town|country|region|state|place) (is|are|does|do) {what} (located|based|sitting|sit|live|reside|operate|belong|work)? => what is the {2} of {what}
(where|whereabouts) (does|do) {what} (sit|reside|live|operate|belong) => where is {what} located
how many (staff|employees|workers|heads) (has|have|does|do) {what} (got|have|employ) => how many employees does {what} have
how many people (does|do) {what} employ => how many employees does {what} have
how many (staff|people|employees|workers|heads) work (for|at) {what} => how many employees does {what} have
how (big|large) (is|are) {what} in (staff|people|heads|terms of people) => how many employees does {what} have
(who|which company|which firm|what company) employs {what} => which company does {what} work for
(who|which company|which firm|what company) (is|are) {what} employed by => which company does {what} work for
when (is|was) the (signature|signing|decision|closing|close) (of|on|for) {what} (due|planned|expected)? => when does {what} close
when (is|was) the (signature|signing|decision|closing|close|closing date|close date) (due|planned|expected)? => when does it close
how many {what} (does|do|has|have|is|are) (each of us|everyone|everybody|each of you|each rep|each person|each one of us|each one|each teammate|each colleague|every one of us|each of the team|each of them) (have|got|own|working on|sitting on|handling)? => count {what} by owner
between {who} and {more} , (whose|which) {what} (is|are) {value} => compare {what} of {who} and {more}
`;
