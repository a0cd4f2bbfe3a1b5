/** A service that sells or runs models behind an OpenAI-compatible address. */
export interface Provider {
  /** Where it answers; nothing where every customer has an address. */
  baseURL?: string;
  /** The environment's variable that holds its key; nothing where it needs none. */
  keyVariable?: string;
  /** The header that takes the bare key; `authorization` where nothing is said. */
  keyHeader?: string;
  /** The end of the names of its servers, where every customer has one. */
  hosts?: RegExp;
}

/** By the short form before the model's name, as in `groq:<name>`. Sources: docs/models.md. */
export const providers: Readonly<Record<string, Provider>> = {
  openai: { baseURL: 'https://api.openai.com/v1', keyVariable: 'OPENAI_API_KEY' },
  openrouter: { baseURL: 'https://openrouter.ai/api/v1', keyVariable: 'OPENROUTER_API_KEY' },
  anthropic: { baseURL: 'https://api.anthropic.com/v1', keyVariable: 'ANTHROPIC_API_KEY' },
  azure: {
    keyVariable: 'AZURE_OPENAI_API_KEY',
    keyHeader: 'api-key',
    hosts: /\.(openai|cognitiveservices|services\.ai)\.azure\.(com|us|cn)$/,
  },
  gemini: {
    baseURL: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyVariable: 'GEMINI_API_KEY',
  },
  mistral: { baseURL: 'https://api.mistral.ai/v1', keyVariable: 'MISTRAL_API_KEY' },
  groq: { baseURL: 'https://api.groq.com/openai/v1', keyVariable: 'GROQ_API_KEY' },
  ollama: { baseURL: 'http://127.0.0.1:11434/v1' },
  lmstudio: { baseURL: 'http://127.0.0.1:1234/v1' },
  vllm: { baseURL: 'http://127.0.0.1:8000/v1' },
};

/** The provider that an address belongs to, where it is one of those that have a key of their own. */
export function providerAt(baseURL: string): Provider | undefined {
  const { origin, hostname } = new URL(baseURL);
  return Object.values(providers).find(
    (provider) =>
      provider.keyVariable !== undefined &&
      (provider.hosts?.test(hostname) ||
        (provider.baseURL !== undefined && new URL(provider.baseURL).origin === origin)),
  );
}
