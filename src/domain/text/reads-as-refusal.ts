/** Longer texts do more than refuse. */
const longestRefusal = 600;

const openings =
  /^(?:(?:i['’]?m|i am|we['’]?re|we are)\s+(?:so |very |really |truly )?(?:sorry|afraid)|(?:my )?apologies|i apologi[sz]e|sorry|unfortunately|as an ai\b[^,.]{0,40})[^\p{L}]*(?:that |but )?/iu;
const unable =
  /^(?:i|we)\s*(?:can(?:no|['’])t|can ?not|won['’]?t|will not|(?:['’]?m|am|are|['’]?re) (?:not able|unable|not comfortable|not allowed|not permitted|prohibited)|(?:must|have to) (?:decline|refuse)|decline|refuse|do not feel comfortable|don['’]t feel comfortable)\b/iu;
/** What is refused: to look and find nothing is no refusal. */
const work =
  /\b(?:help|assist|comply|fulfill?|respond|provide|process|continue|engage|discuss|participate|(?:do|with) (?:that|this|so|it)|classify(?:ing)?|evaluat\w+|judg\w+|analy[sz]\w+|assess\w*|answer)\b|^.{0,40}\b(?:decline|refuse)\b/iu;
const elsewhere = [
  /^(?:es tut mir leid|tut mir leid|leider)\b.{0,80}\b(?:kann|darf)\b.{0,80}\bnicht\b/iu,
  /^(?:lo siento|desculpe|mi dispiace|je suis désolée?|désolée?)\b.{0,80}\b(?:no puedo|não posso|non posso|ne peux pas)\b/iu,
  /^(?:抱歉|对不起|很抱歉).{0,40}(?:无法|不能)/u,
  /^(?:申し訳|すみません).{0,60}(?:できません|お答えできません)/u,
];

/** Whether a model says, in the place of an answer, that it won't give one. */
export function readsAsRefusal(text: string): boolean {
  const said = text.trim().replace(/\s+/gu, ' ');
  if (said === '' || said.length > longestRefusal) return false;
  const rest = said.replace(openings, '');
  const [sentence = ''] = rest.split(/(?<=[.!?])\s/u);
  if (unable.test(rest) && work.test(sentence)) return true;
  return elsewhere.some((pattern) => pattern.test(said));
}
