// Lets Node run the project's TypeScript as it is. Node 22.18 and later do so by themselves.
import { register } from 'node:module';

if (!process.features.typescript) register('./typescript-hooks.mjs', import.meta.url);
