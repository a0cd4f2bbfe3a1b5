import { ActionIcon, Menu } from '@mantine/core';
import { Download } from 'lucide-react';
import { asPng } from './picture/as-png.ts';
import { svgText } from './picture/as-svg.ts';
import type { Picture } from './picture/picture.ts';

/** Saves a chart as a picture: PNG for slides, SVG to be edited. */
export function SaveChart({ title, draw }: { title: string; draw(): Picture }) {
  const savePng = async () => {
    const content = await asPng(draw());
    if (content !== null) download(content, `${title}.png`);
  };
  const saveSvg = () =>
    download(new Blob([svgText(draw())], { type: 'image/svg+xml' }), `${title}.svg`);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Save the chart ${title}`}>
          <Download size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void savePng()}>PNG</Menu.Item>
        <Menu.Item onClick={saveSvg}>SVG</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function download(content: Blob, name: string) {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
