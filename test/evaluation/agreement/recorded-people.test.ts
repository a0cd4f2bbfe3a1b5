import { describe, expect, it } from 'vitest';
import { alternativeAnnotator } from '../../../src/evaluation/agreement/alternative-annotator.ts';
import { hasRecorded, recordedAnnotations } from '../../bench/counts/recorded.ts';

/** Winning rate and advantage at epsilon 0.1, by a second implementation of the test, in Python, over the same file. */
const elsewhere: Record<string, [number, number]> = {
  gemini_pro: [1, 0.956],
  'gpt-4o': [1, 0.953],
  'llama-31': [0.8, 0.93],
  gemini_flash: [0.6, 0.929],
  'gpt-4o-mini': [0.3, 0.914],
  'mistral-v03': [0.1, 0.812],
};

describe.runIf(hasRecorded)('the alternative annotator test on recorded answers', () => {
  it('gives what a second implementation gives, model for model', () => {
    const found = Object.fromEntries(
      recordedAnnotations().map(({ model, units }) => {
        const { winningRate, advantage } = alternativeAnnotator(units, 0.1);
        return [model, [Number(winningRate.toFixed(2)), Number(advantage.toFixed(3))]];
      }),
    );
    expect(found).toEqual(elsewhere);
  });
});
