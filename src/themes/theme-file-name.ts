import { UserMistake } from '../domain/mistake.ts';

/** What Windows takes for a device, whatever ending follows. */
const devices = /^(con|prn|aux|nul|(com|lpt)\d)$/;

/** @throws UserMistake for an id that can't name a file on every system: a folder of themes is handed around */
export function checkThemeFileName(id: string): void {
  if (devices.test(id))
    throw new UserMistake(
      `Windows has no file of the name ${id}; choose another id for the theme, as in ${id}_theme`,
    );
}
