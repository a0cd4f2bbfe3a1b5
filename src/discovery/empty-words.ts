import {
  emptyWords,
  faintWords,
  frameWords,
  negations,
} from '../model/embedded/words/stop-words.ts';

/** How somebody feels, and how much: it says nothing of what about. */
const TONE = `awful terrible horrible horrendous atrocious appalling appalled disgusting disgrace disgraceful outrageous
unacceptable inexcusable ridiculous pathetic shameful shame disaster disastrous nightmare furious hate worst fuck
fucking shit bullshit crap damn wtf useless incompetent abysmal dreadful horrific joke suck sucks fail fails failed
failing failure bad poor poorly poorest wrong disappointed disappointing disappointment disappoint frustrated frustrating
frustration annoyed annoying angry upset unhappy sad sorry shocking shocked unfortunately mediocre average decent
excellent amazing awesome wonderful fantastic perfect perfectly lovely love loved loves happy pleased pleasant
pleasantly glad appreciate appreciated enjoy enjoyed enjoyable impressed impressive recommend recommended outstanding
superb brilliant fine fair acceptable adequate reasonable reasonably terribly extremely totally absolutely completely
definitely certainly probably possibly maybe perhaps obviously honestly simply truly highly fully nearly almost
barely hardly particularly especially generally usually normally sometimes often finally eventually immediately
overall positive negative standard quality improve improvement improved hope hopefully wish feel felt feeling seem
seems seemed believe expect expected expecting expectation surprise surprised surprising surprisingly lack lacking
lacked basic main major true truth fact lot bit kind sort type stuff matter reason example case instead despite
although though however therefore moreover furthermore whatsoever anymore anyway altogether unless whether either
neither none nobody everybody somebody everything together apart along across upon towards near behind beyond
less least enough pretty fairly slightly somewhat sure clear clearly easy easily difficult hard simple quick quickly
fast slow slowly early late later soon immediate important interesting usual normal special extra similar
various several multiple single double another second third one two three four five six seven eight nine ten
hundred thousand half couple number amount total total date moment morning afternoon evening night tonight today weekend
january february march april may june july august september october november december monday tuesday wednesday
thursday friday saturday sunday minute hour year month week ago recently previous previously recent current currently
once twice decide decided happen happened happens bring brought add added become became believe call called
bought buy begin began stay stayed stop stopped hear heard read show run allow allowed remain remained miss
follow followed provide provided providing include arrive arrived arrival spend spent
compare compared comparison travel traveled travelled traveling travelling traveller travellers trip journey wife husband
family friend friends daughter son mother father partner couple child children kid kids home world
wasnt werent isnt arent dont doesnt didnt couldnt wouldnt wont cant thats theres ive im id hes shes youre theyre lol omg
plz future past difference different competition pls fly flew flown flying airline airlines carrier carriers passenger passengers u ur r amp gonna wanna gotta yeah yep ya btw fyi tho thx ty ugh smh`;

const tone: ReadonlySet<string> = new Set(TONE.split(/\s+/u));
const shortest = 3;

/** Whether a word, in lower case, can say what a text is about. */
export function isTelling(word: string): boolean {
  return (
    word.length >= shortest &&
    !/\p{N}/u.test(word) &&
    !emptyWords.has(word) &&
    !negations.has(word) &&
    !frameWords.has(word) &&
    !faintWords.has(word) &&
    !tone.has(word)
  );
}
