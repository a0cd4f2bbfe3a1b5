export { defineTheme, type ThemeAgent } from '../agents/judge.ts';
