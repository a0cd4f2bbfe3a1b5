import { Button, Group, Kbd, List, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Decision } from '../../../domain/decision/decision.ts';
import type { RunTheme } from '../../api/runs.ts';
import type { TicketStory } from '../../api/ticket.ts';
import { StatusMark } from '../kit/marks.tsx';
import { AgentName } from '../kit/words/agent-name.tsx';
import { showTime } from '../kit/words/numbers.ts';
import { ThemeList } from './verdict-card.tsx';
import type { WhatIf } from './what-if.ts';

/** What was decided and why, and what would have been decided. */
export function TicketDecision({
  story,
  themes,
  whatIf,
  onCorrect,
}: {
  story: TicketStory;
  themes: readonly RunTheme[];
  whatIf: WhatIf;
  onCorrect: () => void;
}) {
  const { decision, ruling, triage, defect } = story;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="decision">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h4" id="decision">
            Decision
          </Title>
          <Button
            variant="default"
            size="xs"
            onClick={onCorrect}
            rightSection={<Kbd size="xs">e</Kbd>}
          >
            Correct
          </Button>
        </Group>
        {decision === null ? (
          <Text c="dimmed">
            None yet: the run did not come to this ticket. Resume the run to have it judged.
          </Text>
        ) : (
          <Outcome decision={decision} themes={themes} />
        )}
        {defect !== null && <Text size="sm">{defect}</Text>}
        {triage !== null && (
          <Fact name="Triage">
            <Text size="sm">
              {triage.sentiment === null
                ? 'by what the run has learned'
                : `sentiment ${triage.sentiment.toFixed(2)}`}
              {triage.routes.length === 0 && ', named no theme'}
            </Text>
            <Reasons
              title={triage.sentiment === null ? 'Asked' : 'Named'}
              named={triage.routes}
              themes={themes}
            />
            <Reasons title="Not asked" named={triage.leftOut} themes={themes} />
          </Fact>
        )}
        {ruling !== null && (
          <Fact name="Aggregator">
            <Text size="sm">{ruling.justification}</Text>
            <Switch
              size="xs"
              mt={4}
              label="What if it had not been asked"
              checked={whatIf.withoutRuling}
              onChange={({ currentTarget }) => whatIf.setWithoutRuling(currentTarget.checked)}
            />
          </Fact>
        )}
      </Stack>
    </Paper>
  );
}

/** Long lists scroll. */
const mostReasons = 6;

function Reasons({
  title,
  named,
  themes,
}: {
  title: string;
  named: readonly { theme: string; reason: string }[];
  themes: readonly RunTheme[];
}) {
  if (named.length === 0) return null;
  const isLong = named.length > mostReasons;
  return (
    <>
      <Text size="sm" mt={6}>
        {title}
        {isLong && ` (${named.length})`}
      </Text>
      <List
        size="sm"
        c="dimmed"
        aria-label={title}
        {...(isLong && { mah: 220, tabIndex: 0, style: { overflow: 'auto' } })}
      >
        {named.map(({ theme, reason }) => (
          <List.Item key={theme}>
            {themes.find(({ id }) => id === theme)?.name ?? theme}: {reason}
          </List.Item>
        ))}
      </List>
    </>
  );
}

function Outcome({ decision, themes }: { decision: Decision; themes: readonly RunTheme[] }) {
  const { status, confidence, sentiment, justification, rules, conflicts } = decision;
  return (
    <>
      <Group gap="md">
        <StatusMark status={status} />
        {(status !== 'failed' || decision.themes.length > 0) && (
          <ThemeList ids={decision.themes} themes={themes} />
        )}
      </Group>
      {status !== 'failed' && (
        <Text size="sm" c="dimmed">
          confidence {confidence === null ? 'unknown' : confidence.toFixed(2)}, sentiment{' '}
          {sentiment === null ? 'unknown' : sentiment.toFixed(2)}
        </Text>
      )}
      <Text size="sm" className="ticket-text" style={{ maxHeight: 220, overflow: 'auto' }}>
        {justification}
      </Text>
      {conflicts.length > 0 && (
        <Fact name="Conflicts">
          <List size="sm">
            {conflicts.map(({ kind, themes: of, detail }) => (
              <List.Item key={`${kind} ${of.join(' ')}`}>
                {kind.replaceAll('_', ' ')}: {detail}
              </List.Item>
            ))}
          </List>
        </Fact>
      )}
      {rules.length > 0 && (
        <Fact name="Rules">
          <List size="sm">
            {rules.map(({ rule, detail }) => (
              <List.Item key={`${rule} ${detail}`}>
                {rule.replaceAll('_', ' ')}: {withoutIds(detail)}
              </List.Item>
            ))}
          </List>
        </Fact>
      )}
    </>
  );
}

/** A cause that a detail begins with, in words. */
function withoutIds(detail: string): string {
  return detail.replace(/^[a-z]+(?:_[a-z]+)+(?=: )/, (cause) => cause.replaceAll('_', ' '));
}

/** Which agent caused what, what people said, and what was tried since. */
export function TicketAfterwards({
  story: { findings, gold, replays },
  themes,
}: {
  story: TicketStory;
  themes: readonly RunTheme[];
}) {
  if (findings.length + gold.length + replays.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label="Causes and labels">
      <Stack gap="sm">
        {findings.length > 0 && (
          <Fact name="Which agent caused it">
            {findings.map(({ agent, mode, about, certainty, detail, absorbed }) => (
              <div key={`${agent} ${mode} ${detail}`}>
                <Group gap="xs">
                  <AgentName agent={agent} themes={themes} />
                  <Text size="sm">{about}</Text>
                </Group>
                <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {certainty.replaceAll('_', ' ')}
                  {absorbed && ', fixed before the decision'}: {detail}
                </Text>
              </div>
            ))}
          </Fact>
        )}
        {gold.length > 0 && (
          <Fact name="Labels">
            {gold.map(({ themes: ids, author, at, reason }, index) => (
              <div key={at}>
                <ThemeList ids={ids} themes={themes} />
                <Text size="xs" c="dimmed">
                  {author}, {showTime(at)}
                  {reason !== '' && `: ${reason}`}
                  {index > 0 && ' (an earlier label)'}
                </Text>
              </div>
            ))}
          </Fact>
        )}
        {replays.length > 0 && (
          <Fact name="Tried so far">
            <List size="sm">
              {replays.map(({ kind, at, about }) => (
                <List.Item key={`${at} ${about}`}>
                  {kind === 'replay' ? 'what if' : 'asked again'} {about}{' '}
                  <Text span size="xs" c="dimmed">
                    {showTime(at)}
                  </Text>
                </List.Item>
              ))}
            </List>
          </Fact>
        )}
      </Stack>
    </Paper>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed" component="h3" mb={2}>
        {name}
      </Text>
      {children}
    </div>
  );
}
