import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Claimant, startClaimant } from '../../support/claimants.ts';
import { onEveryEngine } from '../../support/engines.ts';

type Step = { claim: string[] } | { release: string };

const address = fc.constantFrom('a', 'b', 'c', 'd');
const steps = fc.array(
  fc.oneof(
    fc.record({ claim: fc.uniqueArray(address, { minLength: 1 }) }),
    fc.record({ release: address }),
  ),
  { minLength: 1, maxLength: 8 },
);

/** What a process is sure to hold: from when it was told so until it is about to give it back. */
class Hand {
  readonly held = new Set<string>();
  readonly #claimant: Claimant;

  constructor(claimant: Claimant) {
    this.#claimant = claimant;
  }

  async take(step: Step): Promise<void> {
    if ('release' in step) {
      this.held.delete(step.release);
      await this.#claimant.release(step.release);
      return;
    }
    const theirs = await this.#claimant.claim(...step.claim);
    for (const claimed of step.claim) if (!theirs.includes(claimed)) this.held.add(claimed);
  }
}

onEveryEngine((engine) => {
  it('no question is held by two processes, in whatever order they claim and give back', async () => {
    const { location } = await engine.open();
    const claimants = await Promise.all([startClaimant(location), startClaimant(location)]);
    let refusals = 0;

    await fc.assert(
      fc.asyncProperty(steps, steps, async (...plans) => {
        const hands = claimants.map((claimant) => new Hand(claimant));
        await Promise.all(
          hands.map(async (hand, index) => {
            const other = hands[1 - index]?.held ?? new Set();
            for (const step of plans[index] ?? []) {
              await hand.take(step);
              const both = [...hand.held].filter((claimed) => other.has(claimed));
              expect(both).toEqual([]);
              if ('claim' in step)
                refusals += step.claim.some((one) => !hand.held.has(one)) ? 1 : 0;
            }
          }),
        );
        for (const hand of hands)
          for (const release of ['a', 'b', 'c', 'd']) await hand.take({ release });
      }),
      { numRuns: 40, endOnFailure: true },
    );
    expect(refusals).toBeGreaterThan(0);
  });
});
