import { Button, CopyButton, Drawer, Group, SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { StoryDocket } from '../../api/ticket.ts';
import { getText } from '../client.ts';
import { Problem, Waiting } from '../kit/states.tsx';
import { showCount } from '../kit/words/numbers.ts';
import { CallText } from './call-text.tsx';
import { asCurl, readCall } from './read-call.ts';
import type { TraceRow } from './trace-rows.ts';

/** Characters that are shown at first. */
const shownAtFirst = 60_000;

/** What was sent and what came back, as it went over the wire. */
export function CallDrawer({
  row,
  ticket,
  onClose,
}: {
  row: TraceRow | undefined;
  /** Its text, which is marked among those of the call. */
  ticket: string;
  onClose: () => void;
}) {
  return (
    <Drawer
      opened={row !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title={row === undefined ? '' : row.label}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {row?.span != null && (
        <CallBody key={row.span} span={row.span} docket={row.docket} ticket={ticket} />
      )}
    </Drawer>
  );
}

function CallBody({ span, docket, ticket }: { span: string; docket: StoryDocket; ticket: string }) {
  const [wanted, setLook] = useState('read');
  const [isWhole, setWhole] = useState(false);
  const body = useQuery({
    queryKey: ['span', span],
    queryFn: ({ signal }) => getText(`/spans/${encodeURIComponent(span)}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  const raw = body.data ?? '';
  const pretty = useMemo(() => prettify(raw), [raw]);
  const call = useMemo(() => readCall(raw), [raw]);
  const curl = useMemo(() => asCurl(raw), [raw]);
  if (body.isPending) return <Waiting what="Reading what was said" />;
  if (body.isError) return <Problem error={body.error} retry={() => body.refetch()} />;
  const look = call === undefined && wanted === 'read' ? 'pretty' : wanted;
  const text = look === 'raw' ? raw : pretty;
  const shown = isWhole ? text : text.slice(0, shownAtFirst);
  return (
    <>
      <Group justify="space-between" mb="sm">
        <SegmentedControl
          size="xs"
          aria-label="How it is shown"
          value={look}
          onChange={setLook}
          data={[
            { value: 'read', label: 'To read', disabled: call === undefined },
            { value: 'pretty', label: 'Pretty' },
            { value: 'raw', label: 'Raw' },
          ]}
        />
        <Group gap="xs">
          {curl !== undefined && <Copy what="as curl" value={curl} />}
          <Copy what="" value={text} />
        </Group>
      </Group>
      {look === 'read' && call !== undefined ? (
        <CallText call={call} docket={docket} ticket={ticket} />
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
          <section className="raw" tabIndex={0} aria-label="Request and response">
            <pre>{shown}</pre>
          </section>
          {shown.length < text.length && (
            <Button variant="default" size="xs" onClick={() => setWhole(true)}>
              Show all {showCount(text.length)} characters
            </Button>
          )}
        </>
      )}
      <Text size="xs" c="dimmed" mt="xs">
        Keys are never part of it: they travel in headers, which are not kept.
      </Text>
    </>
  );
}

function Copy({ what, value }: { what: string; value: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button size="xs" variant="default" onClick={copy}>
          {copied ? 'Copied' : `Copy ${what}`.trim()}
        </Button>
      )}
    </CopyButton>
  );
}

function prettify(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
