/** Words without a subject of their own. */
const EMPTY = `a an the this that these those and or but nor so if then than as at by for from in into of on onto
to up with within about over under between through during before after again also too very just only even still yet
ever always i me my mine myself we us our ours ourselves you your yours yourself he him his she her hers it its
itself they them their theirs themselves who whom whose which what when where why how is am are was were be been
being do does did doing done have has had having will would shall should can could may might must ought im ive id
ill youre youve youll hes shes theyre theyve weve thats theres whats lets there here all any both each every few
more most other some such own same one ones two out off down because while until else etc eg ie vs via per please hi
hello hey dear thanks thank thx regards yes ok okay oh well like really quite rather much many lot lots get gets got
getting go goes going gone went come comes came coming make made makes making take takes took taking let put see
sees seen saw say says said tell tells told know knows knew think thought want wants wanted need needs needed try
tries tried trying use uses used using thing things something anything nothing someone anyone everyone now today
yesterday tomorrow since ago able actually already another around back`;

/** Any of these is read as `not`. */
const NEGATIONS = `not no nor cannot never without unable cant dont doesnt didnt isnt arent wasnt werent wont
wouldnt couldnt shouldnt hasnt havent hadnt aint`;

/** The frame that definitions are written in: it says who speaks, not of what. */
const FRAME = `customer customers client clients user users sentence ticket tickets text message complaint
complaints complain complains complained ask asks asked asking talk talks talking mention mentions mentioned report
reports describe describes concerning regarding including include includes theme issue issues problem problems
trouble question questions request requests`;

/** Common words that tell a little. */
const FAINT = `time times day days hour hours minute minutes week weeks month months year years long new old good
great nice bad worst best better worse first last next right wrong way part people person man woman guy guys work
works working help helps helped helping give gives gave given look looks looking find found keep kept leave leaves
left start end big small little high low full half whole different real sure possible service experience company
place point kind set turn show shows showing`;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/u));

export const emptyWords = setOf(EMPTY);
export const negations = setOf(NEGATIONS);
export const frameWords = setOf(FRAME);
export const faintWords = setOf(FAINT);

/** Whether a word, in lower case, can be a reason: it has a subject of its own. */
export function isTelling(word: string): boolean {
  return !emptyWords.has(word) && !negations.has(word) && !frameWords.has(word);
}
