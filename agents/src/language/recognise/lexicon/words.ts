/** Words of grammar and courtesy: never a name, never a value by themselves. */
const FUNCTION_WORDS = `a an the all every each any some no none both either neither my our your his her hers its their theirs mine ours
i me we us you he him she it they them this that these those who whom whose which what when where why how
is are was were be been being am do does did done have has had having will would can could should shall may might must
not never nor or and but then also too so if as at by for from in into of off on onto out over under up down with without within to
about after before since until till between among above below against except excluding apart besides than more less most least
fewer other others another same such there here now please thanks thank hi hello hey ok okay yes no yeah yep
just only still already yet again currently right really actually quickly asap kindly maybe perhaps ago per via let
one two three four five six seven eight nine ten first last next previous new latest newest oldest biggest largest smallest highest lowest top
whatever whoever whichever whenever wherever
people someone somebody anyone anybody everyone everybody nobody everything anything nothing something many much few several lot lots bunch
today tomorrow yesterday tonight week weeks month months quarter quarters year years day days hour hours minute minutes
want need like wish going get got`;

/** Words of the trade that are neither fields nor values nor verbs of a command. */
const TRADE_WORDS = `sync disconnect integration integrations excel csv xlsx spreadsheet column columns upsell renewal deal deals contact contacts company companies task tasks pipeline pipelines stage stages crm database system record records list lists table chart
name named called title titled value worth total amount sum count number average overdue due closing closes close closed won lost open opened active inactive
assigned owned owner owners unassigned unowned reassign tagged untagged tag tags label interested interest contacted talked spoken spoke talk heard reached emailed called met
created added updated changed modified touched expected missing lacking having located based working works work live lives sitting stuck pending
sorted ordered order sort by ascending descending alphabetical alphabetically duplicate duplicates dupes double doubles twice
overview summary brief briefing memory memories fact facts history timeline activity activities call calls meeting meetings email emails note notes
conversion rate rates velocity health healthy risk risks risky danger hierarchy subsidiaries subsidiary parent committee decision maker makers buying
undo help everything team teammate teammates colleague colleagues workspace completed finished done stale cold hot warm untouched quiet neglected silent
ceo cto cfo coo cmo cio cro cpo ciso vp svp evp ceos ctos cfos coos cmos cios vps director directors manager managers founder founders engineer engineers head heads president buyer buyers
reason because went competitor budget price percent percentage probability chance currency date dates time deadline reminder reminders
link linked unlink competitor competitors rival rivals swot battlecard battlecards`;

/** Words that only phrases of the grammar use; listed so that they are not taken for typos of others. */
const PHRASE_WORDS = `accepted accounts action address admin advanced afternoon afterwards ages alright appointment approves
arrange arranged array asc aside assignee assume backed background bag becomes belong belonging belongs
beyond bigger brand btw businesses buys capabilities card carrying chairmen champion changes charge chat
cheapest checked chose claimed claims clianta client clients combined commands communication concerning
consisting containing contains conversions converting correction costing creation critical current
customer customers cycle dead decides decisions declined delegated deletion desc details dial died
directly discussed doing dormant durations during earlier earliest edited employ employed employees
employing energy engaged engineering entered entry equal equals examples exceeding exceeds exception
excess expensive fallen false favor favour features fell filled finance firm firms followed following
forgot front funnel further generated getting gmail gotta grade graded greater greatest half handled happening happens
headquartered held higher hmm hotmail hypothetically icloud idle imagine includes including industry
influences interaction interactions interview item joined key kickoff labeled labelled larger lately
later leads led lets lifecycle likely living looks mailed making managed marked marketing matching max maximum
media members mentioning min minimum minus moved moves myself names needs negotiation newer news non norm
oh older ones oops operating operations options organisations organise organizations organize orgs
outlook ownerless own owns ahead agenda radar docket partners performance phase phases phoned phrases plate players plus points
presentation priced prio prior priority profile promoted prospects proton pulled qbr quoted rang ranked rated
received recent recently regarding remembered rep replied responded responsible role sales saying
scheduled scored scoring seats sector seeing settings shots signs single singular sits slipped slips
smaller sometime soonest speaking speed staff stakeholders standing started starting startups status
steps straight suggested supposed switched talking thinks tiniest todays told touchpoint trouble um
unallocated unchecked undefined unknown updates upwards urgent url users using vague valid valuable
valued visited voicemail while whoops wondering workshop yahoo zone`;

/** Common English that is in no lexicon: known, so that it is neither looked up as a name nor "corrected". */
const COMMON_WORDS = `able accept account across agree agreed ahead almost along always amazing answer anyway appear area around arrive article ask asked away
back bad bank based basic beautiful became become before began begin behind believe best better big bill bit black blue board body book born bought bread break bring
brought build building built business busy buy came car card care careful case cat cause center certain change cheap cheaper check child choose city class clear cold color
come coming common complete condition consider contain contract control cook cool copy corner correct cost country course cover cut daily dark data dear decide decided
deep demo describe develop did die different difficult dinner direct discount discuss dog door double draft dream drink drive drop early earth easy eat effect else email
end enjoy enough even evening event ever exact example explain eye face fact fair fall family far fast father feel feels felt field figure file fill final finally find fine
finish fire fit fix floor follow food foot force forget form forward found free friend friends full fun funny game gave general gets gift girl give given glad go goes gold gone good
great green ground group grow guess guy guys half hand happen happened happy hard hate head hear heart heavy help high himself hold home hope hot hotel house however human idea important
inform information inside instead interesting invite invoice issue itself job joke join keep kept kind knew know known lady land large late later laugh lead learn leave left legal less letter
level life light line list listen little long longer look lost love low lunch luck made mail main make man market matter mean means meet member mention message middle might mind minute miss money
moment morning mother move movie mr mrs ms dr music must near nearly necessary nice night north note nothing notice number obviously offer office often oil old once open
opinion opportunity option order original outside own page paid paper part party pass past pay people perfect person phone picture piece pizza place plan plans play please point poem politics
poor position possible power prefer preferred prefers prefer prepare present president pretty price print probably problem process product program project proposal provide public pull put question quick
quite quote quotes rain raise ran rather reach read ready real reason receive recipe red remain remember renew renewal report request rest return review revised rich ride right ring
road room rule run sad safe said sale same save saw say says school score sea second seem seems seen sell send sent sentence serious serve service set seven several share she short
show shut side sign signed simple since sing sister sit six size skip sleep slow small smart soccer social sold solution song soon sorry sort sound south space speak special
spend sport spot stand star start state stay step stick stop store story strange street strong study stuff subject success suddenly sugar suggest summer sun support suppose
sure surprise system table take taken taking talk taste teach team tell ten test text thank thing things think third thought through throw ticket tired together told took
tool top touch towards town track train travel tree tried trip true trust try turn type understand unit until use used useful user usual usually vacation version very view visit
visitor voice vote wait waiting walk wall wanted wants war warm wash watch water way wear weather website weekend weird well went west wet whole wife wild win wind window wine winter
wonder wonderful word words wore world worry worse worst worth write wrong wrote yellow young yourself loves hates likes enjoys drinks speaks coffee tea email's morning's mornings afternoons evenings
mondays tuesdays wednesdays thursdays fridays vegetarian allergic birthday kids anniversary favourite favorite hates assistant reports decision budget cheaper slow fast quiet loud
costs incumbent bidding bidder bidders vendor vendors supplier suppliers publish outdated refresh weakness weaknesses strength strengths opponent
attach attached attachment attachments upload uploaded download document documents files pdf photo photos analyse analyze analysis assess evaluate examine simulate activate deactivate enable disable pause rename`;

const split = (text: string) => text.split(/\s+/).filter(Boolean);

export const functionWords: ReadonlySet<string> = new Set(split(FUNCTION_WORDS));
export const tradeWords: ReadonlySet<string> = new Set([...split(TRADE_WORDS), ...split(PHRASE_WORDS)]);
export const commonWords: ReadonlySet<string> = new Set(split(COMMON_WORDS));

/**
 * Verbs and adverbs that narrow nothing: a look stays the same look with them or without. No noun and no adjective stands
 * here, since either may say which records are wanted.
 */
const WEIGHTLESS_WORDS = `ought seem seems appear appears find found finding come comes coming came go goes going went gets getting got gotten keep keeps kept
turn turns run runs happen happens happening look looks looking see sees seeing saw seen know knows knowing knew known think thinks thought believe guess suppose
wonder wondering hear heard tell tells telling told say says said saying speak mean means meant remain remains remained stay stays stayed stand stands standing sit
sits sitting lie lies exist exists help helps take takes taking taken bring brings use uses used start starts begin begins end ends try tries trying tried hope hoping
remember remind figure picture idea clue sense grasp view glimpse snapshot breakdown split break breaks down apart among amongst out through across around along away together overall
altogether basically essentially literally simply honestly frankly generally usually typically normally currently presently lately nowadays meanwhile anyhow somehow
somewhat rather fairly quite really truly surely certainly definitely absolutely obviously clearly indeed actually perhaps maybe possibly probably thing things stuff bit
lot moment way case matter wise shape form mind eye search seek seeking fetch hand point ready dig sort show shows showing showed list lists listing listed give gives
giving gave display pull pulls wants wanted wish wishes please curious quickly briefly shortly exactly precisely specifically
particularly especially ever anyway though although however therefore thus hence whereas whenever wherever whatever whichever whoever`;

export const weightlessWords: ReadonlySet<string> = new Set(split(WEIGHTLESS_WORDS));

/** Said without meaning anything for the request. */
export const fillers: ReadonlySet<string> = new Set(
  split(
    `please pls plz kindly just also actually really currently now right then again still already quickly asap thanks thank thx ok okay so well hey hi hello there maybe
     perhaps too anyway exactly roughly probably presumably approximately about simply immediately finally crm system database for me us quick real fast all both the a an some , . ! ? : - & ( ) currently presently instead overall altogether together`,
  ),
);
