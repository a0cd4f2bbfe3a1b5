import { Button, Group, Progress, Select, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { TicketUpload } from '../../api/runs.ts';
import { get } from '../client.ts';
import { Problem } from '../kit/states.tsx';
import { showShare, showTime } from '../kit/words/numbers.ts';
import { upload } from './upload.ts';

/** Chooses a file of tickets: one that is uploaded now, an earlier one, or the sample. */
export function FilePicker({
  file,
  onChoose,
}: {
  file: string | null;
  onChoose: (file: string | null) => void;
}) {
  const queries = useQueryClient();
  const { data: files = [] } = useQuery({
    queryKey: ['files'],
    queryFn: ({ signal }) => get<TicketUpload[]>('/files', signal),
  });
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const sending = useRef<AbortController>(null);
  const open = useRef<() => void>(null);
  useEffect(() => () => sending.current?.abort(), []);

  async function send(chosen: File | undefined) {
    if (chosen === undefined) return;
    sending.current = new AbortController();
    setError(null);
    setShare(0);
    try {
      const { id } = await upload(chosen, setShare, sending.current.signal);
      await queries.invalidateQueries({ queryKey: ['files'] });
      onChoose(id);
    } catch (reason) {
      if (!sending.current.signal.aborted) setError(reason);
    }
    setShare(null);
  }

  return (
    <Stack gap="sm">
      <Dropzone
        onDrop={([chosen]) => void send(chosen)}
        openRef={open}
        multiple={false}
        disabled={share !== null}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        inputProps={{ 'aria-label': 'A file of tickets' }}
        py="lg"
      >
        <Group justify="center" gap="md">
          <Button
            variant="default"
            leftSection={<Upload size={17} aria-hidden />}
            disabled={share !== null}
            onClick={() => open.current?.()}
          >
            Choose a file
          </Button>
          <Stack gap={0}>
            <Text>or drop one here</Text>
            <Text size="sm" c="dimmed">
              CSV, TSV, JSON, XLSX or Parquet, up to 200 MB
            </Text>
          </Stack>
        </Group>
      </Dropzone>
      {share !== null && (
        <Group gap="sm" wrap="nowrap">
          <Progress value={100 * share} flex={1} aria-label="Uploaded" />
          <Text size="sm" w={60}>
            {showShare(share)}
          </Text>
          <Button size="xs" variant="default" onClick={() => sending.current?.abort()}>
            Stop
          </Button>
        </Group>
      )}
      {error !== null && <Problem error={error} />}
      <Select
        label="Or one that is here already"
        placeholder="Choose a file"
        data={files.map(({ id, name, at }) => ({
          value: id,
          label: at === null ? `${name} (the sample)` : `${name} (${showTime(at)})`,
        }))}
        value={file}
        onChange={onChoose}
        searchable={files.length > 8}
      />
    </Stack>
  );
}
