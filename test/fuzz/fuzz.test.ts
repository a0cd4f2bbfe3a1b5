import { describe, expect, it } from 'vitest';
import { corpusOf, tryInputs } from './fuzzer.ts';
import { fuzzers } from './fuzzers.ts';

describe.each(fuzzers)('$name from outside', (fuzzer) => {
  it.each(corpusOf(fuzzer))('does no harm any more: %s', (_, input) => fuzzer.check(input));

  it(`does no harm in ${fuzzer.tries} forms that are new`, async () => {
    expect(await tryInputs(fuzzer, fuzzer.tries, 1)).toBeUndefined();
  });
});
