/** What a new user meets in the first ten minutes. Each group of figures is a file in `contact/`. */
import { printCertainty } from './contact/certainty.ts';
import { printFuse } from './contact/fuse.ts';
import { printGuilty } from './contact/guilty.ts';
import { printHelp } from './contact/help.ts';
import type { Parts } from './run-parts.ts';

/** In the order in which they are printed. */
const sections = [printFuse, printCertainty, printHelp];

export const contactParts: Parts = {
  async contact() {
    for (const print of sections) await print();
  },
  guilty: printGuilty,
};
