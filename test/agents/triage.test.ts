import { describe, expect, it } from 'vitest';
import { defineTheme, judgeDigest } from '../../agents/judge.ts';
import { triageDigest, triageSpec } from '../../agents/triage.ts';

const wait = defineTheme({ id: 'wait', name: 'Waiting time', definition: 'Waiting for support.' });
const policy = defineTheme({ name: 'Policy', definition: 'The rules.', counts: ['A fee'] });
const spec = triageSpec([wait, policy]);

function themesOf(...named: string[]): string[] {
  const routes = named.map((theme) => ({ theme, reason: 'because' }));
  return spec.read({ routes, sentiment: 0.5 }).routes.map(({ theme }) => theme);
}

describe('triageSpec', () => {
  it('lists every theme with its definition, but not the cases that are for its judge', () => {
    expect(spec.instructions).toContain('- wait: Waiting time. Waiting for support.');
    expect(spec.instructions).toContain('- policy: Policy. The rules.');
    expect(spec.instructions).not.toContain('A fee');
    expect(spec).toMatchObject({ name: 'triage', helpers: [], tool: { name: 'route_tickets' } });
  });

  it('reads routes with their reasons and the sentiment', () => {
    const routes = [{ theme: 'policy', reason: 'r'.repeat(900) }];
    expect(spec.read({ routes, sentiment: 40 })).toEqual({
      routes: [{ theme: 'policy', reason: 'r'.repeat(500) }],
      sentiment: 0.4,
    });
    expect(spec.read({ routes: [], sentiment: 0 })).toEqual({ routes: [], sentiment: 0 });
  });

  it('reads a theme that it made up as a fault, and a word for none as none', () => {
    expect(() => themesOf('baggage', 'none')).toThrow('"baggage" is no theme of the run');
    expect(themesOf('policy', '', 'none', 'No theme')).toEqual(['policy']);
  });

  it('leaves a theme that it made up beside others away, and says so', () => {
    const routes = ['baggage', 'policy'].map((theme) => ({ theme, reason: 'because' }));
    expect(spec.read({ routes, sentiment: 0 }).routes).toEqual([
      { theme: 'policy', reason: 'because (it also named "baggage", which is no theme)' },
    ]);
  });

  it('takes a misspelt id for the theme that alone it can mean, and says so', () => {
    const routes = [{ theme: 'judge: polcy', reason: 'fees' }];
    expect(spec.read({ routes, sentiment: 0 }).routes).toEqual([
      { theme: 'policy', reason: '(it wrote "judge: polcy") fees' },
    ]);
  });

  it('takes a theme’s name for its id', () => {
    expect(themesOf('Policy', 'Waiting time')).toEqual(['policy', 'wait']);
    expect(themesOf('waiting-time', 'WAIT')).toEqual(['wait']);
  });

  it('keeps one route a theme', () => {
    expect(themesOf('policy', 'policy', 'Policy')).toEqual(['policy']);
  });

  it('reads a sentiment of 950 as no answer', () => {
    expect(() => spec.read({ routes: [], sentiment: 950 })).toThrow('sentiment must be between');
  });
});

describe('triageDigest', () => {
  const digest = triageDigest([wait, policy]);

  it('changes with a theme’s definition, and so does the digest of that theme’s judge alone', () => {
    const other = { ...policy, definition: 'The rules and fees.' };
    expect(triageDigest([wait, other])).not.toBe(digest);
    expect(judgeDigest(other)).not.toBe(judgeDigest(policy));
    expect(judgeDigest(wait)).toBe(judgeDigest({ ...wait }));
  });

  it('changes with a theme that is added', () => {
    expect(triageDigest([wait])).not.toBe(digest);
  });

  it('stays the same when only what judges are told changes', () => {
    const other = { ...policy, counts: [], examples: ['A fee'], excludes: ['wait'] };
    expect(triageDigest([wait, other])).toBe(digest);
  });
});
