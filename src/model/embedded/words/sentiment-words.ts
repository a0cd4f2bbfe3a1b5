/** English, Spanish, German, French, Portuguese, Italian; lower case without accents. */
const FURIOUS = `awful terrible horrible horrendous atrocious appalling disgusting disgrace disgraceful outrageous
unacceptable inexcusable ridiculous pathetic shameful disaster nightmare furious hate worst scam fraud thieves liar
liars lied fuck fucking shit bullshit crap damn wtf asshole idiot idiots useless incompetent abysmal dreadful
horrific disrespectful insulting livid enraged robbed
pesimo terrible horrible inaceptable verguenza estafa odio furioso desastre peor
schrecklich furchtbar katastrophe unverschamt unverschamtheit betrug skandal frechheit unmoglich inakzeptabel wutend
epouvantable inadmissible inacceptable honteux honte scandaleux arnaque catastrophe furieux nul pire
pessimo horrivel terrivel inaceitavel vergonha golpe absurdo raiva
pessimo orribile terribile inaccettabile vergogna truffa disastro furioso peggiore`;

const UNHAPPY = `bad poor poorly rude slow late delay delayed delays cancelled canceled lost lose broken broke
damaged damage wrong fail failed fails failing failure error errors problem problems issue issues complaint complain
disappointed disappointing disappointment frustrated frustrating frustration annoyed annoying angry upset unhappy
sad sorry sucks suck stupid joke waste wasted wasting stuck stranded missing missed refused refuse ignored ignore
unhelpful dirty cold uncomfortable overpriced expensive unable waiting worse mess horrid unprofessional unfair
stolen charged overcharged declined rejected blocked stop nobody worried worry confused unfortunately mediocre bland
malo mala mal lento tarde retraso cancelado perdido perdida roto problema problemas error decepcionado enfadado
molesto queja nunca
schlecht schlechter langsam spat verspatung storniert verloren kaputt fehler problem probleme enttauscht verargert
argerlich leider beschwerde
mauvais mauvaise lent retard annule perdu perdue casse probleme problemes erreur decu decue fache enerve plainte
malheureusement
ruim pessima lento atraso atrasado cancelado perdi perdida quebrado problema erro decepcionado irritado reclamacao
infelizmente
cattivo cattiva lento ritardo cancellato perso persa rotto problema problemi errore deluso delusa arrabbiato reclamo
purtroppo`;

const HAPPY = `good great excellent amazing awesome wonderful fantastic perfect perfectly lovely nice love loved loves
best happy pleased glad thank thanks thankyou thx appreciate appreciated helpful friendly delicious tasty enjoy
enjoyed kind kudos quick quickly fast easy smooth impressed recommend well solved resolved fixed outstanding superb
polite courteous cool beautiful fresh fun worth
bueno buena bien excelente genial perfecto gracias encanta feliz contento amable rapido
gut gute super toll danke ausgezeichnet perfekt zufrieden freundlich schnell
bon bonne bien excellent parfait merci genial content contente adore aimable rapide
bom boa bem otimo otima excelente perfeito obrigado obrigada feliz adorei
buono buona bene ottimo ottima eccellente perfetto grazie felice contento gentile veloce`;

const NEGATING = `not no never without cant dont doesnt didnt isnt arent wasnt werent wont wouldnt couldnt shouldnt
hasnt havent hadnt aint cannot hardly
nunca sin ni nicht kein keine keinen nie ohne pas jamais sans ne nao nem sem non mai senza`;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/u));

export const furiousWords = setOf(FURIOUS);
export const unhappyWords = setOf(UNHAPPY);
export const happyWords = setOf(HAPPY);
export const negatingWords = setOf(NEGATING);
