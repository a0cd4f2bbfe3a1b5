import { type ComponentType, lazy } from 'react';
import { Refusal } from '../client.ts';
import { ownCommand } from '../own-command.ts';
import { PageHead } from './page-head.tsx';
import { Problem } from './states.tsx';

/** A page whose code comes when it is opened first. */
export function pagePart<Props>(load: () => Promise<ComponentType<Props>>) {
  return lazy<ComponentType<Props>>(async () => ({
    default: await load().catch((): ComponentType<Props> => Missing),
  }));
}

function Missing() {
  const message = `this part of the page could not be loaded; is "${ownCommand} serve" still running?`;
  return (
    <>
      <PageHead title="Not loaded" />
      <Problem error={new Refusal(message, 0)} retry={() => window.location.reload()} />
    </>
  );
}
