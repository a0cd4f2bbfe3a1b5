// The sources as they are, until all that calls them by this name calls `dist/command/tribunal.js`.
import 'tsx';

await import('./tribunal.ts');
