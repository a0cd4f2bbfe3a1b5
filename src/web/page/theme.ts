import { createTheme } from '@mantine/core';

/** A calm blue-green; dark enough in both schemes for text on it and of it to be read. */
export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 7 },
  colors: {
    sea: [
      '#eef6f6',
      '#dcebeb',
      '#b5d5d6',
      '#8bbfc0',
      '#67abad',
      '#4f9c9f',
      '#3b878a',
      '#2c6b6e',
      '#225558',
      '#163f41',
    ],
  },
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  defaultRadius: 'md',
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // What arrives above an open menu pushes its field out of sight; the menu would vanish under the pointer.
    Popover: { defaultProps: { hideDetached: false } },
    // The head of a dialog is not that of the page.
    DrawerHeader: { defaultProps: { role: 'none' } },
    ModalHeader: { defaultProps: { role: 'none' } },
  },
});
