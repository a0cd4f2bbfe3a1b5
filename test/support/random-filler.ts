import { seededRandom } from '../../src/domain/random.ts';
import type { Answerer } from './chat-server.ts';

interface Schema {
  type?: string;
  enum?: unknown[];
  items?: Schema;
  maxItems?: number;
  maxLength?: number;
  properties?: Record<string, Schema>;
}

/** A server that decodes by schema, and whose model knows nothing: any value that the schema allows. */
export function fillAtRandom(seed: number): Answerer {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random() * count);

  function fill(schema: Schema): unknown {
    if (schema.enum !== undefined) return schema.enum[below(schema.enum.length)];
    if (schema.type === 'object')
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, own]) => [name, fill(own)]),
      );
    if (schema.type === 'array')
      return Array.from({ length: below(Math.min(4, (schema.maxItems ?? 3) + 1)) }, () =>
        fill(schema.items ?? {}),
      );
    if (schema.type === 'boolean') return random() < 0.5;
    if (schema.type === 'number') return (random() - 0.5) * 2000;
    const letters = 'ab{}[]"\\\n\u00e9\u{1f41c}yes no q1 <think>';
    const characters = Array.from({ length: below(schema.maxLength ?? 400) }, () =>
      letters.charAt(below(letters.length)),
    );
    return characters.join('');
  }

  return ({ body }) => {
    const [tool] = (body.tools ?? []) as { function?: { parameters?: Schema } }[];
    return fill(tool?.function?.parameters ?? {}) as ReturnType<Answerer>;
  };
}
