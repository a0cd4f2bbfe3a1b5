/**
 * Patterns of text that is written for a model and not for a support agent. English, and the marks of
 * chat templates and score sheets. A match is a suspicion: customers write such words too, rarely.
 */
const patterns = [
  // Orders to forget other orders, and new roles.
  /\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:instructions?|prompts?|rules|rubric|guidelines|above|previous|prior|told)\b/i,
  /\byou are (?:now|no longer) (?:a|an|in|the|bound)\b/i,
  /\b(?:role of|act as|pretend to be|you are) (?:an? |another |the )*(?:AI|LLM|language model|assistant|chatbot)\b/i,
  // Claims of authority over a model.
  /\b(?:system|developer|admin|administrator|assistant)\s*(?:prompt|message|note|override|instruction|mode)\b/i,
  /\[(?:system|admin|assistant|developer|evaluat\w*|grader|judge)\b[^\]\n]{0,40}\]/i,
  /\bas the (?:developer|author|owner|operator|administrator) of th(?:is|e) (?:classifier|model|system|tool|assistant)\b/i,
  /\b(?:classifier|grader|evaluator|language model|llm|AI)\b[^.\n]{0,60}\b(?:must|should|shall|answer|output|return|respond|label|mark|score)\b/i,
  /\bth(?:is|e) (?:evaluation|response|answer)\b[^.\n]{0,40}\b(?:fails?|pass(?:es)?|go well|correct)\b/i,
  // Words put into its mouth.
  /\b(?:output|return|respond with|reply with|answer|submit|print)\s+(?:only\s+|exactly\s+|the word\s+)?["'“«`{[]?(?:yes|no|true|false|null|none|no theme)\b["'”»`}\]]?/i,
  /\b(?:set|mark|label|tag|classify|route)\b[^.\n]{0,30}\b(?:verdicts?|confidence|themes?|labels?|category|categories)\b/i,
  /["'](?:verdict|theme|themes|label|classification)["']\s*:/i,
  /\b(?:verdict|result|final answer|winner|response [AB])\s*:\s*\S+/i,
  /^\s*(?:yes|no|true|false)[.!]?\s*$/im,
  /\b(?:in|of) your (?:answer|reply|response|output)\b/i,
  /^\s*(?:can you |please )?(?:translate|summari[sz]e|rewrite|show me|write me)\b[^.\n]{0,40}\b(?:following|sentence|function|paragraph|text|code)\b/im,
  // Marks of chat templates and score sheets.
  /<\|[^|>\n]{1,40}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|assistant|instructions?)>/i,
  /^\s*(?:#{1,3}|={2,}|-{3,})\s*(?:system|assistant|instructions?|internal|new task|task)\b/im,
  /^\s*(?:system|assistant)\s*:/im,
  /\b(?:rubric|grading|scoring|evaluation)\b[^.\n]{0,40}\b(?:bypassed|disabled|override|complete|auto)\b/i,
];

/** Marks that somebody means a model, and no person. */
const addressee =
  /\b(?:instructions?|prompts?|rubric|guidelines|ai|llm|language model|assistant|chatbot|classifier|grader|evaluator|system|developer|verdicts?|confidence)\b|<\||\[\/?inst\]|<<\/?sys|<\/?(?:system|assistant|instructions?)>|["']\s*:|you are now/i;

/** Whether the words are meant for a model, and what answer they want, where that shows. */
export function readInstruction(words: string): {
  isAddressed: boolean;
  wants: 'yes' | 'no' | undefined;
} {
  const said = /\b(yes|true|no|false|none|null)\b/i.exec(words)?.[1]?.toLowerCase();
  const wants = said === undefined ? undefined : /^(?:yes|true)$/.test(said) ? 'yes' : 'no';
  return { isAddressed: addressee.test(words), wants };
}

/** The words that read like orders to a model, or nothing. Bounded: only the first 20,000 characters are read. */
export function findInstruction(text: string): string | undefined {
  const read = text.slice(0, 20_000);
  for (const pattern of patterns) {
    const found = pattern.exec(read)?.[0];
    if (found !== undefined) return found.replace(/\s+/g, ' ').trim().slice(0, 120);
  }
  return undefined;
}
