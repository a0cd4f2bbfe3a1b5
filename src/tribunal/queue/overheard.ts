import { getCurrentTrace, type Model, type ModelResponse } from '@openai/agents';
import { type HandedIn, markArguments, unmarkArguments } from '../../agent/handed-in.ts';

/** Words of an answer that are kept for a person to see, in characters. */
const mostKept = 300;

/** What a model said in one docket. */
export interface Said {
  turns: number;
  /** Its last answer, cut. */
  last: string;
}

interface Heard extends Said {
  handedIn: HandedIn[];
}

/** Listens to a model, docket by docket, and keeps its long answers apart from the SDK. */
export class Overheard {
  readonly #dockets = new Map<string, Heard>();

  /** @param tool the one that takes the answers */
  listen(model: Model, tool: string): Model {
    return {
      getStreamedResponse: (request) => model.getStreamedResponse(request),
      getResponse: async (request) => {
        const docket = this.#dockets.get(getCurrentTrace()?.traceId ?? '');
        if (docket === undefined) return model.getResponse(request);
        docket.turns += 1;
        docket.last = '';
        const response = await model.getResponse(unmarkArguments(request, docket.handedIn));
        docket.last = wordsOf(response).slice(0, mostKept);
        return markArguments(response, tool, docket.handedIn);
      },
    };
  }

  /** Begins to listen to a docket. Returns where its answers are handed in. */
  begin(docket: string): HandedIn[] {
    const handedIn: HandedIn[] = [];
    this.#dockets.set(docket, { turns: 0, last: '', handedIn });
    return handedIn;
  }

  /** Hands over what was said in a docket, once. */
  take(docket: string): Said {
    const { turns, last } = this.#dockets.get(docket) ?? { turns: 0, last: '' };
    this.#dockets.delete(docket);
    return { turns, last };
  }
}

function wordsOf({ output }: ModelResponse): string {
  return output
    .flatMap((item) => {
      if (item.type === 'function_call')
        return `${item.name}(${item.arguments.slice(0, mostKept)})`;
      if (item.type !== 'message' || item.role !== 'assistant') return [];
      return item.content.map((part) => (part.type === 'output_text' ? part.text : ''));
    })
    .join(' ')
    .trim();
}
