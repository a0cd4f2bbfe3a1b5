import { type Model, Usage, withGenerationSpan } from '@openai/agents';
import { z } from 'zod';
import { addressOf } from '../../domain/address.ts';
import { usualRules } from '../../domain/decision/reconcile.ts';
import { keepExchange } from '../../domain/exchange.ts';
import { type Theme, themeOfJudge } from '../../domain/theme.ts';
import { answerTool } from '../answers/read-answer.ts';
import { type Asked, askedNow } from '../asked.ts';
import { noStream } from '../no-stream.ts';
import type { ModelWindow } from '../window.ts';
import { sureEnough } from './certainty.ts';
import { type Classifier, createClassifier, type Reading } from './classifier.ts';
import { createFinder } from './finder.ts';
import { createLearnedClassifier, type Learned } from './learned-classifier.ts';
import { foreignTo } from './words/language.ts';

const Line = z.object({ id: z.string(), text: z.string() });
const PanelLine = Line.extend({
  verdicts: z.array(
    z.object({
      theme: z.string(),
      verdict: z.enum(['yes', 'no']).optional(),
      confidence: z.number().optional(),
    }),
  ),
  conflicts: z.array(
    z.object({ kind: z.string(), themes: z.array(z.string()), detail: z.string() }),
  ),
});

/**
 * The window to the model that needs no server: a classifier behind the SDK's model contract. With texts of the file
 * that is heard, words are weighed by how rare they are among them, and each theme by itself. What was learned goes
 * before both.
 */
export function openEmbedded(
  themes: readonly Theme[],
  texts?: readonly string[],
  learned?: Learned,
): ModelWindow {
  const plain = texts === undefined ? createClassifier(themes) : createFinder(themes, texts);
  const classifier = remember(
    learned === undefined ? plain : createLearnedClassifier(themes, learned, plain),
  );
  const model = embeddedModel(classifier);
  const own = `embedded ${classifier.version} ${addressOf(JSON.stringify(themes))}`;
  const identity = texts === undefined ? own : `${own} ${addressOf(...texts)}`;
  // What it was taught it was taught in whatever language the labelled tickets are.
  const unread = learned === undefined ? foreignTo(themes) : undefined;
  return { model: () => model, identity: () => identity, unread };
}

/** Readings kept: a ticket is read by triage, and soon after by its judges. */
const readingsKept = 2000;

/** Reads a text once for all the agents that ask about it in turn. */
function remember(classifier: Classifier): Classifier {
  const readings = new Map<string, Reading>();
  return {
    version: classifier.version,
    read(text) {
      const known = readings.get(text);
      if (known !== undefined) return known;
      const reading = classifier.read(text);
      const [oldest] = readings.keys();
      if (readings.size >= readingsKept && oldest !== undefined) readings.delete(oldest);
      readings.set(text, reading);
      return reading;
    },
  };
}

/** Answers the tribunal's three agents by what they are asked, which the prompt says in words. */
function embeddedModel(classifier: Classifier): Model {
  return {
    getStreamedResponse: noStream,
    getResponse: (request) =>
      withGenerationSpan(async (span) => {
        const tool = answerTool(request);
        const asked = askedNow();
        if (tool === undefined || asked === undefined)
          throw new Error('the embedded model is asked by agents only');
        const [list = ''] = Object.keys(tool.parameters.properties ?? {});
        const answer = JSON.stringify({ [list]: answersOf(classifier, asked) });
        keepExchange(span, {
          request: JSON.stringify({
            model: 'embedded',
            instructions: request.systemInstructions,
            input: request.input,
            tool: tool.name,
          }),
          response: JSON.stringify({ tool: tool.name, arguments: answer }),
          status: null,
        });
        span.spanData.model = 'embedded';
        span.spanData.input = [{ role: 'user', content: request.input }];
        span.spanData.output = [{ tool: tool.name, arguments: answer }];
        return {
          usage: new Usage({ requests: 1 }),
          output: [
            {
              type: 'function_call',
              callId: 'embedded',
              name: tool.name,
              arguments: answer,
              status: 'completed',
            },
          ],
        };
      }),
  };
}

function answersOf(classifier: Classifier, { agent, tickets }: Asked): unknown[] {
  const theme = themeOfJudge(agent);
  if (theme !== undefined) return tickets.map((line) => judge(classifier, theme, Line.parse(line)));
  switch (agent) {
    case 'triage':
      return tickets.map((line) => route(classifier, Line.parse(line)));
    case 'aggregator':
      return tickets.map((line) => settle(classifier, PanelLine.parse(line)));
    default:
      throw new Error(`the embedded model knows no agent ${agent}`);
  }
}

function route(classifier: Classifier, { id, text }: z.infer<typeof Line>) {
  const { themes, sentiment } = classifier.read(text);
  return {
    ticket: id,
    routes: themes
      .filter(({ routed }) => routed)
      .map(({ theme, words, score }) => ({
        theme,
        reason: `${words.join(', ') || 'the likeliest, though no word tells it'} (score ${score.toFixed(2)})`,
      })),
    sentiment: round(sentiment),
  };
}

function judge(classifier: Classifier, theme: string, { id, text }: z.infer<typeof Line>) {
  const reading = classifier.read(text).themes.find((candidate) => candidate.theme === theme);
  if (reading === undefined) throw new Error(`the embedded model knows no theme ${theme}`);
  const { verdict, confidence, quote, words, rationale } = reading;
  return {
    ticket: id,
    verdict,
    confidence: round(confidence),
    quote: verdict === 'yes' ? quote : '',
    rationale: rationale ?? reasonOf(words, quote),
  };
}

function reasonOf(words: readonly string[], quote: string): string {
  if (words.length > 0) return `has words of this theme: ${words.join(', ')}`;
  return quote === ''
    ? 'has no words in common with this theme'
    : 'has only common words in common with this theme';
}

/**
 * Keeps every yes that no rule sets aside, the unsure ones as what the ticket may be about, and asks for a person where
 * a judge was unsure, or where no judge said yes and that proves little.
 */
function settle(
  classifier: Classifier,
  { id, text, verdicts, conflicts }: z.infer<typeof PanelLine>,
) {
  const { sentiment, none = 1 } = classifier.read(text);
  const unsure = conflicts.filter(({ kind }) => kind === 'low_confidence');
  const disputed = new Set(
    conflicts.flatMap(({ kind, themes }) => (kind === 'low_confidence' ? [] : themes)),
  );
  const kept = verdicts
    .filter(({ theme, verdict }) => verdict === 'yes' && !disputed.has(theme))
    .map(({ theme }) => theme);
  const confidences = verdicts.map(({ confidence }) => confidence ?? usualRules.confidence_floor);
  const open = [
    ...unsure.map(({ themes, detail }) => `not confident about ${themes.join(', ')}: ${detail}`),
    ...conflicts
      .filter(({ kind }) => kind !== 'low_confidence' && kind !== 'no_theme')
      .map(({ detail }) => detail),
    ...(kept.length + unsure.length === 0 && none < sureEnough
      ? ['no theme was found, but by its words alone this model can not rule one out']
      : []),
  ];
  return {
    ticket: id,
    themes: kept,
    confidence: round(
      kept.length === 0 ? Math.min(none, ...confidences) : Math.min(...confidences),
    ),
    sentiment: round(sentiment),
    justification: open.length === 0 ? 'every judge asked said no' : open.join('; '),
    needs_review: open.length > 0,
  };
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
