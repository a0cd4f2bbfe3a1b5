import { Button, Menu } from '@mantine/core';
import { Download } from 'lucide-react';

/** Files of what is filtered, and reports of the whole run. */
export function DownloadMenu({ run, filterQuery }: { run: string; filterQuery: string }) {
  const at = `/api/runs/${encodeURIComponent(run)}`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Download size={16} aria-hidden />}>
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {filterQuery === '' ? 'All decided tickets' : 'The filtered tickets'}
        </Menu.Label>
        {['csv', 'jsonl', 'xlsx'].map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={`${at}/results.${format}${filterQuery}`}
            download
          >
            {format.toUpperCase()}
          </Menu.Item>
        ))}
        <Menu.Label>A report of the whole run, to be sent around</Menu.Label>
        <Menu.Item component="a" href={`${at}/report.html`} download>
          HTML
        </Menu.Item>
        <Menu.Item component="a" href={`${at}/report.html?redact=yes`} download>
          HTML without what customers wrote
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
