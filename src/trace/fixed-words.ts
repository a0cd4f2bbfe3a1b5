/** Sentences of the SDK and of Node, that quote nobody. Those of ours say themselves what they quote. */
const sentences = [
  'Error in agent run',
  'Error running tool(?: \\(non-fatal\\))?',
  'Max turns (?:\\(\\d+\\) )?exceeded',
  'Connection error\\.',
  '(?:(?:read|write|connect) )?E(?:CONNRESET|CONNREFUSED|PIPE|TIMEDOUT)(?: [\\d.:a-f]+)?',
  'other side closed|terminated|fetch failed',
];
const fixed = new RegExp(`^(?:${sentences.join('|')})$`);

export function isFixedSentence(text: string): boolean {
  return fixed.test(text);
}

/** What the APIs call their roles, kinds of items and states. */
const wireWords = new Set([
  ...['user', 'assistant', 'tool', 'function', 'function_call', 'function_call_output'],
  ...['message', 'text', 'input_text', 'output_text', 'refusal', 'reasoning', 'error'],
  ...['chat.completion', 'response', 'stop', 'length', 'tool_calls', 'content_filter'],
  ...['completed', 'incomplete', 'failed', 'max_output_tokens'],
]);

export function isWireWord(text: string): boolean {
  return wireWords.has(text) || /^[a-z_]+_(?:error|exceeded|found|quota|key)$/.test(text);
}
