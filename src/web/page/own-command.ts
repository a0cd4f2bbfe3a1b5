/** The command line as it is called where the server runs. */
export const ownCommand =
  document.querySelector<HTMLMetaElement>('meta[name="tribunal-command"]')?.content ?? 'tribunal';
